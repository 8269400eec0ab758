import type { Request, RequestHandler, Response } from 'express';
import { statementIn } from '../../../delivery/acknowledgements/build-acknowledgement.ts';
import { digestOfWords } from '../../../delivery/acknowledgements/digest-of-words.ts';
import { findSigning } from '../../../delivery/acknowledgements/find-signing.ts';
import { findDelivery } from '../../../delivery/find-delivery.ts';
import { offerPasskey } from '../../../delivery/returning/offer-passkey.ts';
import { offerOpening } from '../../../delivery/returning/open-by-passkey.ts';
import { offerSigning } from '../../../delivery/returning/sign-by-passkey.ts';
import { languages } from '../../../message/languages.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param } from '../page.ts';

const asked = (request: Request, name: 'purpose' | 'words'): unknown =>
  (request.body as Record<string, unknown> | undefined)?.[name];

async function sessionOf({ ctx }: WebOptions, request: Request): Promise<string> {
  const session = await recipientSession(ctx, request);
  if (!session) throw new Refusal('unauthenticated');
  return session;
}

const answer = (response: Response, offer: object): void => {
  response.set('Cache-Control', 'no-store').json(offer);
};

/** `POST /m/<token>/passkeys/challenges` with `{ purpose }`: what the browser's own dialogue is opened with. */
export const postPasskeyChallenge =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const token = param(request, 'token');
    const purpose = asked(request, 'purpose');
    if (purpose === 'registration') {
      const session = await sessionOf(options, request);
      return answer(response, await offerPasskey(ctx, token, session, clientOf(request)));
    }
    if (purpose !== 'opening') throw new Refusal('malformed');
    const delivery = await findDelivery(ctx.db, token);
    if (!delivery) throw new Refusal('gone');
    answer(response, await offerOpening(ctx, delivery, clientOf(request)));
  };

/** `POST /m/<token>/acknowledgements/challenges` with `{ words }`: the digest of those shown, which are what is signed. */
export const postSigningChallenge =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const session = await sessionOf(options, request);
    const signing = await findSigning(ctx, param(request, 'token'), session);
    if (!signing) throw new Refusal('unauthenticated');
    const shown = asked(request, 'words');
    const language = languages.find(
      (each) => digestOfWords(statementIn(signing.statements, each)?.text ?? '') === shown,
    );
    if (!language) throw new Refusal('changed_meanwhile');
    answer(response, await offerSigning(ctx, signing, language));
  };
