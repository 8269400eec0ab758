import type { Request, Response } from 'express';
import type { SigningError, SigningPart } from '../../../../views/models/acknowledgements.ts';
import { statementIn } from '../../../delivery/acknowledgements/build-acknowledgement.ts';
import { digestOfWords } from '../../../delivery/acknowledgements/digest-of-words.ts';
import type { Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { wordsOfCode } from '../../../delivery/acknowledgements/sign-by-code.ts';
import type { Context } from '../../../delivery/context.ts';
import { findDelivery, type LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { phoneFor } from '../../../delivery/phone-for.ts';
import { waysIn } from '../../../delivery/ways-in.ts';
import { isAtLeast, strengths } from '../../../message/acknowledgements.ts';
import type { WebOptions } from '../options.ts';
import { languageOf, param, sendPage } from '../page.ts';
import { basePath } from './landing.ts';
import { phoneModel } from './phone-model.ts';

/** What a page says of what is to be signed, and how it can be. */
export async function signingPart(
  { ctx, eid }: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
): Promise<SigningPart> {
  const base = basePath(request);
  const { unit, moment, dueAt, ifMissed, atLeast, answer, member } = signing;
  const [delivery, ofCode, { passkey, identity }] = await Promise.all([
    ownPhone(ctx, request, signing),
    answer ? undefined : wordsOfCode(ctx, signing),
    waysIn(ctx.db, signing.delivery),
  ]);
  const phone = await phoneModel(ctx, delivery, 'acknowledgement');
  const words = wordsShown(ctx, request, response, signing);
  // A code that signs the words in another language is not to be typed beside these.
  const isTyped = ofCode?.text === words.text;
  const can = {
    eid: eid !== undefined && identity && member === null,
    passkey: passkey && member === null,
    code: delivery.phone !== null,
  };
  const ways = strengths.filter((way) => can[way] && isAtLeast(way, atLeast)).toReversed();
  return {
    base,
    unit,
    statement: words,
    words: digestOfWords(words.text),
    moment,
    dueAt,
    ifMissed,
    atLeast,
    ways,
    canAddPasskey: ways.length === 0 && atLeast === 'passkey' && member === null,
    eid: ctx.settings.eid ?? 'eID',
    ...phone,
    code: isTyped ? phone.code : null,
    answer,
  };
}

/** The words that a page in the reader's language shows. */
export const wordsShown = (ctx: Context, request: Request, response: Response, signing: Signing) =>
  statementIn(signing.statements, languageOf(ctx, request, response, signing.language))!;

/** The delivery with the number of whoever has the session: a member of a shared mailbox has their own. */
export async function ownPhone(
  { db }: Context,
  request: Request,
  { member }: Signing,
): Promise<LinkedDelivery> {
  const delivery = (await findDelivery(db, param(request, 'token')))!;
  return member === null ? delivery : { ...delivery, phone: await phoneFor(db, delivery.id, member) };
}

/** The page on which a recipient signs, or sees what they answered. */
export async function showSigning(
  options: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
  { error = null, status = 200 }: { error?: SigningError | null; status?: number } = {},
): Promise<void> {
  const part = await signingPart(options, request, response, signing);
  const { sentAt, reference, expiresAt, language } = signing;
  const model = { ...part, sentAt, reference, expiresAt, error };
  const path = `${part.base}/acknowledgements`;
  sendPage(options.ctx, request, response, 'signing', model, { status, language, path });
}
