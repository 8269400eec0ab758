import type { Request, Response } from 'express';
import type { SigningError } from '../../../../views/models/acknowledgements.ts';
import { digestOfWords } from '../../../delivery/acknowledgements/digest-of-words.ts';
import { findSigning, type Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { requestSigningCode, signByCode } from '../../../delivery/acknowledgements/sign-by-code.ts';
import { findDelivery } from '../../../delivery/find-delivery.ts';
import type { Via } from '../../../delivery/request-code.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, languageOf, param } from '../page.ts';
import { codeProblem, statusOf } from './code-problem.ts';
import { basePath, showLanding } from './landing.ts';
import { beginSigningByEid } from './sign-by-eid.ts';
import { signByPasskey } from './sign-by-passkey.ts';
import { ownPhone, showSigning, wordsShown } from './signing-part.ts';

/** `GET /m/<token>/acknowledgements`: what is to be signed, or what was answered; what is to be read first leads there. */
export const getAcknowledgement =
  (options: WebOptions) =>
  async (request: Request, response: Response, signing: Signing): Promise<void> => {
    if (signing.moment === 'after' && !signing.opened) return response.redirect(303, basePath(request));
    return showSigning(options, request, response, signing);
  };

/**
 * `POST /m/<token>/acknowledgements` with `code`, or with `method=passkey|eid`: right, 303 to the message; else the page again.
 * `words` names what was shown beside it; where that is not what would be signed, nothing is.
 */
export const postAcknowledgement =
  (options: WebOptions) =>
  async (request: Request, response: Response, signing: Signing): Promise<void> => {
    const { ctx } = options;
    const method = field(request, 'method');
    const words = field(request, 'words');
    try {
      if (method === 'passkey' || method === 'eid') {
        if (words && words !== digestOfWords(wordsShown(ctx, request, response, signing).text)) {
          throw new Refusal('changed_meanwhile');
        }
        const sign = method === 'passkey' ? signByPasskey : beginSigningByEid;
        return await sign(options, request, response, signing);
      }
      if (method !== '' && method !== 'code') {
        throw new Refusal('invalid', 'Sign with a code, a passkey or an eID.', { field: 'method' });
      }
      const delivery = await ownPhone(ctx, request, signing);
      const typed = { code: field(request, 'code'), words };
      await signByCode(ctx, signing, delivery, typed, clientOf(request));
    } catch (error) {
      return showSigningRefusal(options, request, response, signing, error);
    }
    response.redirect(303, basePath(request));
  };

/** `POST /m/<token>/codes` with `for=acknowledgement`: sends a code that signs, and leads to the page that takes it. */
export const postSigningCode =
  (options: WebOptions, via: Via) =>
  async (request: Request, response: Response, signing: Signing): Promise<void> => {
    const { ctx } = options;
    const language = languageOf(ctx, request, response, signing.language);
    try {
      const delivery = await ownPhone(ctx, request, signing);
      await requestSigningCode(ctx, signing, delivery, { via, language }, clientOf(request));
    } catch (error) {
      return showSigningRefusal(options, request, response, signing, error);
    }
    response.redirect(303, `${basePath(request)}/acknowledgements`);
  };

const told: readonly string[] = ['stronger_needed', 'changed_meanwhile', 'no_phone', 'passkey_invalid'];

/** Why nothing was signed. What was answered already leads to the page that says so; what has ended says that. */
export async function showSigningRefusal(
  options: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
  error: unknown,
): Promise<void> {
  const { ctx } = options;
  if (!(error instanceof Refusal)) throw error;
  if (error.code === 'gone') {
    const delivery = await findDelivery(ctx.db, param(request, 'token'));
    if (!delivery) throw error;
    return showLanding(ctx, request, response, delivery);
  }
  if (error.code === 'already_signed' || error.code === 'already_declined') {
    const session = await recipientSession(ctx, request);
    const now = session && (await findSigning(ctx, param(request, 'token'), session));
    return showSigning(options, request, response, now || signing, { status: 409 });
  }
  const problem = error.facts.field === 'method' ? undefined : codeProblem(error);
  if (problem?.kind === 'budget') response.set('Retry-After', String(problem.minutes * 60));
  if (told.includes(error.code)) {
    const status = error.code === 'stronger_needed' ? 403 : error.code === 'changed_meanwhile' ? 409 : 422;
    return showSigning(options, request, response, signing, {
      error: { kind: error.code } as SigningError,
      status,
    });
  }
  if (!problem) throw error;
  return showSigning(options, request, response, signing, {
    error: problem as SigningError,
    status: statusOf(problem),
  });
}
