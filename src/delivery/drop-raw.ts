import type { Queryable } from '../evidence/ports.ts';
import { rawPart } from './stage-message.ts';

/**
 * Drops a mail as it came once nobody waits for it any more, in the transaction that ended the last one's waiting; the
 * sweep takes its blob.
 */
export async function dropRaw(tx: Queryable, message: string): Promise<void> {
  // Two recipients who are done at once take turns: otherwise each would see the other still waiting.
  await tx.query(`select from parts where message_id = $1 and part = ${rawPart} for update`, [message]);
  await tx.query(
    `with gone as (
      delete from parts p where p.message_id = $1 and p.part = ${rawPart}
        and not exists (select from deliveries d
          where d.message_id = $1 and d.status = 'sent' and d.reason = 'not_secured')
      returning p.blob
    )
    insert into staged_blobs (key, staged_at) select blob, '-infinity' from gone where blob is not null`,
    [message],
  );
}
