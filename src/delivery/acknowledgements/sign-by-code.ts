import { openSecret } from '../../envelope/index.ts';
import type { Acknowledgement } from '../../message/acknowledgements.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { checkCode, useCode } from '../check-code.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { LinkedDelivery } from '../find-delivery.ts';
import { requestCode, type Via } from '../request-code.ts';
import { acknowledge } from './acknowledge.ts';
import type { Statement } from './build-acknowledgement.ts';
import type { Signing } from './find-signing.ts';
import { draftAcknowledgement, keepDraft } from './fix-acknowledgement.ts';

/**
 * Sends a code that signs, and nothing else, to the phone of whoever has the session; what it signs is fixed with it. Refuses
 * what `fixAcknowledgement` and `requestCode` refuse.
 */
export async function requestSigningCode(
  ctx: Context,
  signing: Signing,
  delivery: LinkedDelivery,
  { via, language }: { via: Via; language: Language },
  client: Client,
): Promise<void> {
  const draft = await draftAcknowledgement(ctx, signing, 'code', language);
  await requestCode(ctx, delivery, via, 'acknowledgement', client, signing.member, (tx, code) =>
    keepDraft(tx, signing, draft, 'code', code),
  );
}

/**
 * Signs with a code that was sent for it. `words`: what `digestOfWords` gives for those that were shown beside the code's
 * field; absent: the form did not say. Refuses what `checkCode` and `acknowledge` refuse.
 */
export async function signByCode(
  ctx: Context,
  signing: Signing,
  delivery: LinkedDelivery,
  { code, words }: { code: string; words?: string | undefined },
  client: Client,
): Promise<void> {
  if (signing.answer) {
    throw new Refusal(signing.answer.kind === 'signed' ? 'already_signed' : 'already_declined');
  }
  const right = await checkCode(ctx, delivery, 'acknowledgement', code, client);
  // Members of a mailbox may open it one after the other in one browser: the evidence would name whoever did last.
  if ((right.member ?? null) !== signing.member) {
    throw new Refusal('changed_meanwhile', 'This code went to somebody else. Ask for one of your own.');
  }
  const key = { code: right.id, delivery: delivery.id, session: signing.session, words };
  await acknowledge(ctx, key, { method: 'code', code: right.id }, client, async (tx) => {
    await useCode(tx, delivery.id, right);
  });
}

/** The words that the newest living code of this session signs; `undefined`: there is none, so no code can be typed here. */
export async function wordsOfCode(ctx: Context, signing: Signing): Promise<Statement | undefined> {
  const { rows } = await ctx.db.query<{ id: string; sealed: string }>({
    name: 'words-of-code',
    text: `select x.id, x.sealed from codes c
        join acknowledgement_drafts x on x.code_id = c.id
        join recipient_sessions s on s.id_hash = x.session_hash
      where c.delivery_id = $1 and c.purpose = 'acknowledgement' and c.used_at is null and c.expires_at > now()
        and s.public_id = $2 order by c.created_at desc limit 1`,
    values: [signing.delivery, signing.session],
  });
  const text = rows[0] && (await openSecret(ctx.keys, 'draft', rows[0].id, rows[0].sealed));
  if (!text) return undefined;
  const { statement } = JSON.parse(text) as Acknowledgement;
  return { text: statement.text, language: statement.language };
}
