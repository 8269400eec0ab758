import { toRecipient } from '../evidence/bundle/disclosure.ts';
import type { Language } from '../message/languages.ts';
import { recipient } from './actors.ts';
import { spend } from './budgets.ts';
import { signedAndEnded } from './code-purposes.ts';
import type { Context } from './context.ts';
import { handOut, type Proofs } from './hand-out.ts';
import { limits } from './limits.ts';
import { hashToken, looksLikeToken } from './link-token.ts';
import { stands } from './standing.ts';

/** A delivery that somebody with an open session may have the receipt of. */
export interface ReceiptOwner {
  readonly delivery: string;
  readonly message: string;
  readonly language: Language;
  readonly unit: string;
  readonly reference: string;
  readonly expiresAt: string;
  /** The message can be read still. */
  readonly stands: boolean;
  /** Somebody has signed for it: of a shared mailbox perhaps another member. */
  readonly signed: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  /** The session's public id. */
  readonly session: string;
}

/** `undefined`: no open session for this delivery, or the delivery does not stand any more and was not signed for. */
export async function findReceipt(
  ctx: Context,
  token: string,
  session: string,
): Promise<ReceiptOwner | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await ctx.db.query<ReceiptOwner>({
    name: 'find-receipt',
    text: sql,
    values: [hashToken(token), hashToken(session)],
  });
  return rows[0];
}

/** Receipts of one delivery in an hour: each is an event, and costs a signature. */
const perHour = 20;

/**
 * Hands a recipient the proof of their own delivery: its events and the acceptance, nobody else's. Refuses not_logged_yet,
 * budget_spent.
 */
export async function makeReceipt<Format extends keyof Proofs>(
  ctx: Context,
  owner: ReceiptOwner,
  format: Format,
): Promise<Proofs[Format]> {
  const { delivery, message } = owner;
  const budget = { scope: 'receipt/delivery/hour', subject: delivery, limit: perHour, windowMinutes: 60 };
  await ctx.db.transaction((tx) => spend(tx, [budget]));
  return handOut(ctx, { message, delivery, disclose: toRecipient(owner) }, recipient(delivery), format);
}

const sql = `
select d.id as delivery, d.message_id as message, d.language, d.reference, d.expires_at as "expiresAt", ${stands} as stands,
  exists (select from acknowledgements a where a.delivery_id = d.id) as signed, d.email, d.phone, s.public_id as session, u.outward_name as unit
from link_tokens l
  join deliveries d on d.id = l.delivery_id
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
  join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
  join recipient_sessions s on s.id_hash = sd.session_hash
where l.hash = $1 and (${stands} or ${signedAndEnded})
  and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`;
