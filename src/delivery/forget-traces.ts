import type { Queryable } from '../evidence/ports.ts';
import { stopWork } from './stop-work.ts';

/**
 * Deletes what brings a delivery to its recipient: waiting work, codes, links, sessions' access, what was said with
 * its link, and what the outbox holds of it. Work that is being done right now is left to end by itself, without its secret: what it has already handed over
 * is an event. Rows that somebody else holds are passed over, since they may wait for the delivery that the caller has
 * locked; so this is said again after the commit. Resolves to how much work is still being done.
 */
export async function forgetTraces(tx: Queryable, deliveries: readonly string[]): Promise<number> {
  const { running } = await stopWork(tx, deliveries, kinds);
  await tx.query(
    `delete from codes where id in
      (select id from codes where delivery_id = any ($1::uuid[]) for update skip locked)`,
    [deliveries],
  );
  await tx.query('delete from link_tokens where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from misdeliveries where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from session_deliveries where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from delivery_identities where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from outbox where about && $1::uuid[]', [deliveries]);
  return running;
}

const kinds = [
  'notice',
  'relay',
  'reply_answer',
  'deletion_request',
  'deletion_mail',
  'reply_notice',
  'reply_mail',
  'phone_changed',
  'passkey_mail',
];
