import type { Queryable } from '../../evidence/ports.ts';

/** Deletes what recipients had begun to answer and not sent: their deliveries have ended. Blobs are listed to be deleted. */
export const forgetDrafts = (tx: Queryable, deliveries: readonly string[]): Promise<void> =>
  forget(tx, 'r.delivery_id = any ($1::uuid[]) and r.sent_at is null', deliveries);

/** Deletes everything that the recipients of these deliveries answered. */
export const forgetReplies = (tx: Queryable, deliveries: readonly string[]): Promise<void> =>
  forget(tx, 'r.delivery_id = any ($1::uuid[])', deliveries);

/** Deletes every answer to a message. */
export const forgetAllReplies = (tx: Queryable, message: string): Promise<void> =>
  forget(tx, 'r.message_id = any ($1::uuid[])', [message]);

async function forget(tx: Queryable, which: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `with gone as materialized (
        select r.id from replies r where ${which}
      ), held as (
        select p.blob from gone join reply_parts p on p.reply_id = gone.id
        union all
        select c.blob from gone join reply_uploads u on u.reply_id = gone.id join reply_pieces c on c.upload_id = u.id
      ), staged as (
        insert into staged_blobs (key, staged_at) select blob, '-infinity' from held where blob is not null
          on conflict (key) do update set staged_at = '-infinity'
      )
      delete from replies r using gone where r.id = gone.id`,
    [ids],
  );
}
