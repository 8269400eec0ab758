import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { base32, fromBase32 } from '../base32.ts';
import { caseHolders } from './tell-of-reply.ts';

/** Days for which somebody may answer a recipient by answering the mail that brought the recipient's words. */
export const tagDays = 30;
/** Octets of the authenticator: 80 bits. */
const length = 10;

/** SQL: the recipient of delivery `d` may be answered. Where it was taken back or is not theirs, nobody writes to them in the same breath. */
export const canBeAnswered = `d.status not in ('recalled', 'erased', 'reported', 'refused')`;

/** Whom a mail to a tag answers, and who alone may have written it. */
export interface Tagged {
  readonly kind: 'answer';
  readonly reply: string;
  readonly message: string;
  readonly person: string;
  /** The person's address: the tag lies in mailboxes and is worth nothing without it. */
  readonly email: string;
}

/**
 * The local part of the address that answers one reply, for one person. Its authenticator is keyed with `replies.tag_key`,
 * which only the database has: not even the recipient, who knows their link and from the evidence who has the case, makes one,
 * and writes to themselves in that person's name.
 */
export const answerTag = (reply: string, person: string, key: string): string =>
  `c-${base32(Buffer.from(reply.replaceAll('-', ''), 'hex'))}-${base32(authenticator(reply, person, key))}`;

/**
 * Whose tag a local part is; undefined: nobody's. Whoever no longer has the case has no tag either. Refuses gone: the tag is
 * older than 30 days, or the message can no longer be answered.
 */
export async function findAnswerTag(db: Queryable, local: string): Promise<Tagged | undefined> {
  const [letter, id, mac, ...rest] = local.toLowerCase().split('-');
  const bytes = letter === 'c' && id?.length === 26 ? fromBase32(id) : undefined;
  const given = mac?.length === 16 ? fromBase32(mac) : undefined;
  if (!bytes || given?.length !== length || rest.length > 0) return undefined;
  const reply = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const { rows } = await db.query<Omit<Tagged, 'kind' | 'reply'> & { key: string; answerable: boolean }>(
    `select m.id as message, h.id as person, p.email, r.tag_key as key,
        ${canBeAnswered}
          and r.sent_at > now() - interval '${tagDays} days' as answerable
      from replies r join messages m on m.id = r.message_id join deliveries d on d.id = r.delivery_id
        cross join lateral ${caseHolders} h join people p on p.id = h.id
      where r.id = $1 and r.sent_at is not null`,
    [reply],
  );
  const found = rows.find(({ person, key }) => timingSafeEqual(authenticator(reply, person, key), given));
  if (!found) return undefined;
  const { key: _, answerable, ...tagged } = found;
  if (!answerable) {
    throw new Refusal(
      'gone',
      'This answer can no longer be answered by mail: it is older than 30 days, or the message was taken back. Write a new message at the desk.',
    );
  }
  return { kind: 'answer', reply, ...tagged };
}

const authenticator = (reply: string, person: string, key: string): Buffer =>
  createHmac('sha256', key).update(`answer ${reply} ${person}`).digest().subarray(0, length);
