import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Replying } from './find-replying.ts';

/** How far a file of the draft has come. */
export interface Upload {
  readonly id: string;
  readonly reply: string;
  readonly part: number;
  readonly size: number;
  readonly received: number;
  readonly whole: boolean;
}

/** A file of this delivery's own draft. Refuses not_found. */
export async function findUpload(db: Queryable, { delivery }: Replying, id: string): Promise<Upload> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Upload>(
    `select u.id, u.reply_id as reply, u.part, u.size, u.received, u.whole
      from reply_uploads u join replies r on r.id = u.reply_id
      where u.id = $1 and r.delivery_id = $2 and r.sent_at is null`,
    [id, delivery],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}
