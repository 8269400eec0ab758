import type { Queryable } from '../../evidence/ports.ts';

/** An answer that was sent, as lists show it. Times are ISO 8601 UTC with microseconds. */
export interface ReplyLine {
  readonly id: string;
  readonly sentAt: string;
  /** When the sender first read it; null: not yet. */
  readonly readAt: string | null;
  /** When it was handed over to a mailbox of the sender's; null: it was not. Nobody knows whether it is read there. */
  readonly mailedAt: string | null;
  readonly files: number;
}

/** The answers of a delivery, the newest first. */
export async function listReplies(db: Queryable, delivery: string): Promise<ReplyLine[]> {
  const { rows } = await db.query<ReplyLine>(
    `select r.id, r.sent_at as "sentAt", r.read_at as "readAt", r.mailed_at as "mailedAt",
        (select count(*)::int from reply_parts p where p.reply_id = r.id and p.part > 0) as files
      from replies r where r.delivery_id = $1 and r.sent_at is not null order by r.sent_at desc`,
    [delivery],
  );
  return rows;
}
