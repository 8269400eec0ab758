import type { Queryable } from '../evidence/ports.ts';
import { destroyAllWraps } from './destroy-wraps.ts';
import { forgetFailures } from './forget-failures.ts';
import { forgetAllReplies } from './replies/forget-replies.ts';

/**
 * Deletes what a message says, for everybody: all seals, the sealed content, and every opening of its events but those that
 * say why something was erased. Blobs are listed to be deleted after the commit.
 */
export async function forgetContent(tx: Queryable, message: string): Promise<void> {
  await destroyAllWraps(tx, message);
  await tx.query(
    `with gone as (delete from parts where message_id = $1 returning blob)
      insert into staged_blobs (key, staged_at) select blob, '-infinity' from gone where blob is not null`,
    [message],
  );
  await tx.query(
    `delete from event_fields f where f.message = $1 and not exists (select from events e
      where e.id = f.event and e.type in ('delivery.erased', 'message.erased'))`,
    [message],
  );
  await forgetAllReplies(tx, message);
  await forgetFailures(tx, message, null);
  // The address of a unit's mailbox is nobody's.
  await tx.query(
    `update messages m set mail_id = null, sender_address = case
        when exists (select from units u where lower(u.function_address) = lower(m.sender_address))
        then m.sender_address else '' end
      where m.id = $1`,
    [message],
  );
}
