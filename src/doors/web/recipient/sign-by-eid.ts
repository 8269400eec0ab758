import type { Request, Response } from 'express';
import type { Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { beginSigningByEid as begin } from '../../../delivery/eid/begin-signing.ts';
import { EidFailure } from '../../../delivery/eid/eid-provider.ts';
import type { EidProblem } from '../../../message/eid-problems.ts';
import type { Language } from '../../../message/languages.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, languageOf, param, sendPage } from '../page.ts';
import { eidName, eidStatus, goToEid } from './go-to-eid.ts';
import { basePath } from './landing.ts';

/**
 * `POST /m/<token>/acknowledgements` with `method=eid`: to the provider, from where `/eid/return` goes on. Refuses as
 * `fixAcknowledgement`.
 */
export async function beginSigningByEid(
  { ctx, eid }: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
): Promise<void> {
  const language = languageOf(ctx, request, response, signing.language);
  const base = basePath(request);
  if (!eid) return showSigningProblem({ ctx }, request, response, { base, problem: 'unknown', language });
  try {
    const client = clientOf(request);
    const begun = await begin(ctx, eid, signing, { token: param(request, 'token'), language, client });
    goToEid(ctx, request, response, begun, { language, base });
  } catch (error) {
    if (!(error instanceof EidFailure)) throw error;
    const { problem, because } = error;
    eid.log({ problem, because, act: 'acknowledgement' }, 'an eID did not succeed');
    showSigningProblem({ ctx }, request, response, { base, problem, language });
  }
}

/** Why nothing was signed. */
export function showSigningProblem(
  { ctx }: Pick<WebOptions, 'ctx'>,
  request: Request,
  response: Response,
  { base, problem, language }: { base: string; problem: EidProblem; language: Language },
): void {
  const model = { base, eid: eidName(ctx), problem };
  const path = `${base}/eid/signing/${problem}`;
  sendPage(ctx, request, response, 'eid-failed', model, { status: eidStatus(problem), language, path });
}
