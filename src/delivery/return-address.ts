import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../evidence/ports.ts';
import { base32, fromBase32 } from './base32.ts';
import { type FailureAddressee, failureAddressees, type FailureNotice } from './failure-notice.ts';

/** What comes back to a notice: a report of its delivery at the return path, an answer of a person at the Reply-To. */
type NoticeAddress = 'bounce' | 'reply';

const letters = { bounce: 'b', reply: 'r' } as const;
/** Octets of the authenticator: 80 bits. */
const length = 10;

/**
 * The local part of an address of ours that belongs to one notice (VERP). Its authenticator is keyed with the hash of the
 * notice's link, which nobody but the database and whoever holds the link can know, so nobody else can make one.
 */
export const noticeAddress = (kind: NoticeAddress, delivery: string, linkHash: Buffer): string =>
  `${letters[kind]}-${base32(bytesOf(delivery))}-${base32(authenticator(kind, delivery, linkHash))}`;

/**
 * The local part of the return path of a mail that tells of failures. Its id is random, and known to nobody but those who
 * got the mail; it also says who that was, so that a mail that comes back is never sent to the same one again.
 */
export const failureNoticeAddress = ({ notice, to }: FailureNotice): string =>
  `f-${base32(bytesOf(notice))}-${to[0]}`;

const addressees: Readonly<Record<string, FailureAddressee>> = Object.fromEntries(
  failureAddressees.map((to) => [to[0], to]),
);

/** What a mail to one of our own addresses is about. */
export type Returned =
  | {
      readonly kind: NoticeAddress;
      readonly delivery: string;
      /** Of a reminder, not of the first notice. */ readonly reminder: boolean;
    }
  | { readonly kind: 'failure_notice'; readonly notice: FailureNotice };

/** `undefined`: no address of ours. */
export async function findReturnAddress(db: Queryable, local: string): Promise<Returned | undefined> {
  const [letter, id, mac, rest] = local.toLowerCase().split('-');
  const bytes = id?.length === 26 ? fromBase32(id) : undefined;
  if (!bytes || rest !== undefined) return undefined;
  const uuid = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (letter === 'f') {
    const to = mac?.length === 1 ? addressees[mac] : undefined;
    if (!to) return undefined;
    const { rows } = await db.query(
      'select from failures where sender_notice = $1 or owner_notice = $1 limit 1',
      [uuid],
    );
    return rows.length > 0 ? { kind: 'failure_notice', notice: { notice: uuid, to } } : undefined;
  }
  const kind = letter === 'b' ? 'bounce' : letter === 'r' ? 'reply' : undefined;
  const given = mac?.length === 16 ? fromBase32(mac) : undefined;
  if (!kind || given?.length !== length) return undefined;
  const { rows } = await db.query<{ hash: Buffer }>({
    name: 'find-return-address',
    text: 'select hash from link_tokens where delivery_id = $1 order by created_at, hash',
    values: [uuid],
  });
  const index = rows.findIndex(({ hash }) => timingSafeEqual(authenticator(kind, uuid, hash), given));
  return index < 0 ? undefined : { kind, delivery: uuid, reminder: index > 0 };
}

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const authenticator = (kind: NoticeAddress, delivery: string, linkHash: Buffer): Buffer =>
  createHmac('sha256', linkHash).update(`${kind} ${delivery}`).digest().subarray(0, length);
