import type { Queryable } from '../evidence/ports.ts';

/**
 * Ends files of evidence that were asked for before something of a message was erased, and hold its events or are being
 * written over them at this moment: their key is dropped, and their blobs are listed to be deleted. They can be made anew.
 * To be called once the erasure is recorded, and again after its commit.
 */
export async function forgetExports(tx: Queryable, message: string): Promise<void> {
  await tx.query(
    `with entry as (
        select l.log, l.index from events e join log_entries l on l.event = e.id where e.message = $1
      ), held as (
        select distinct x.id from exports x join entry on entry.log = x.log and entry.index >= x.first and entry.index < x.last
          join messages m on m.id = $1
          left join event_fields f on f.event = x.event
        where x.state in ('working', 'done')
          and x.made_at <= (select max(e.at) from events e
            where e.message = $1 and e.type in ('delivery.erased', 'message.erased'))
          and (x.units is null or m.unit_id = any (x.units))
          and coalesce(f.fields #>> '{terms,message}', $1::text) = $1::text
          and (x.state = 'working' and entry.index >= x.next or exists (select from export_parts p
            where p.export = x.id and entry.index between p.first_index and p.last_index))
      ), ended as (
        update exports x set state = 'ended', kid = '', jwe = '', manifest = null from held where x.id = held.id
      ), part as (
        delete from export_parts p using held where p.export = held.id returning p.blob
      )
      insert into staged_blobs (key, staged_at) select blob, '-infinity' from part
        on conflict (key) do update set staged_at = '-infinity'`,
    [message],
  );
}
