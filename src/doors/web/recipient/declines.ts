import type { Request, Response } from 'express';
import { declineAcknowledgement, declineWordsLength } from '../../../delivery/acknowledgements/decline.ts';
import type { Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, sendPage } from '../page.ts';
import { showSigningRefusal } from './acknowledgements.ts';
import { basePath } from './landing.ts';
import { wordsShown } from './signing-part.ts';

/** `GET /m/<token>/declines`: what declining means, and the form for it. */
export const getDecline =
  (options: WebOptions) =>
  async (request: Request, response: Response, signing: Signing): Promise<void> => {
    if (signing.answer) return response.redirect(303, `${basePath(request)}/acknowledgements`);
    showForm(options, request, response, signing, '', false);
  };

/** `POST /m/<token>/declines` with `reason`, which may be empty: 303 to the page that says so. */
export const postDecline =
  (options: WebOptions) =>
  async (request: Request, response: Response, signing: Signing): Promise<void> => {
    const reason = field(request, 'reason');
    try {
      await declineAcknowledgement(options.ctx, signing, reason, clientOf(request));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'invalid') {
        return showForm(options, request, response, signing, reason, true);
      }
      return showSigningRefusal(options, request, response, signing, error);
    }
    response.redirect(303, `${basePath(request)}/acknowledgements`);
  };

function showForm(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
  typed: string,
  tooLong: boolean,
): void {
  const { unit, moment, language } = signing;
  const base = basePath(request);
  const statement = wordsShown(ctx, request, response, signing);
  const model = { base, unit, statement, moment, typed, tooLong, longest: declineWordsLength };
  const status = tooLong ? 422 : 200;
  sendPage(ctx, request, response, 'declining', model, { status, language, path: `${base}/declines` });
}
