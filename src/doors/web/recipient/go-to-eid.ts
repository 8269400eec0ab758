import type { Request, Response } from 'express';
import type { Context } from '../../../delivery/context.ts';
import type { Begun } from '../../../delivery/eid/errand.ts';
import type { EidProblem } from '../../../message/eid-problems.ts';
import type { Language } from '../../../message/languages.ts';
import { sendPage } from '../page.ts';
import { setEidCookie } from './eid-cookie.ts';

/** Statuses with which a problem is told. */
export const eidStatus = (problem: EidProblem): number =>
  problem === 'away' ? 503 : problem === 'often' ? 429 : problem === 'differs' ? 403 : 422;

/** What people call the eID. */
export const eidName = ({ settings }: Context): string => settings.eid ?? 'eID';

/**
 * Leads the browser to the provider by a page of its own that goes on by itself: our forms may lead nowhere but here, and that
 * holds for where their answers redirect to as well (CSP `form-action`).
 */
export function goToEid(
  ctx: Context,
  request: Request,
  response: Response,
  { address, sealed }: Begun,
  { language, base }: { language: Language; base: string },
): void {
  setEidCookie(response, sealed);
  response.set('Refresh', `0; url=${address.href}`);
  const model = { eid: eidName(ctx), href: address.href };
  sendPage(ctx, request, response, 'eid-onward', model, { language, path: base });
}
