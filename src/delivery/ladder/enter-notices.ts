import type { Queryable } from '../../evidence/ports.ts';
import type { Context } from '../context.ts';

/** An event is stamped before its transaction commits, so what lies a little back is read again. */
const overlap = "interval '5 minutes'";

/**
 * Enters the deliveries whose first notice was handed over since the last time. Twice is once: those that stand there are left
 * alone, and so is whom a recipient lets read. Switched on, the ladder begins with notices that leave from then on, so that nobody hears of last year's all at once;
 * switched off, it is forgotten. A clock that was set back misses none and enters none twice.
 */
export const enterNotices = (ctx: Context, isOn: boolean): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    // One process at a time.
    await tx.query('select from ladder_progress for update');
    if (isOn) return enter(tx);
    await tx.query('delete from ladder');
    await tx.query('update ladder_progress set entered_until = now(), since = now()');
  });

async function enter(tx: Queryable): Promise<void> {
  // A bound that the planner can see, so that it reads the few pages behind it and not all events.
  const { rows } = await tx.query<{ from: string }>(
    `select greatest(since, least(entered_until, now()) - ${overlap}) as from from ladder_progress`,
  );
  await tx.query(
    `with recent as materialized (
        select delivery, min(at) as at from events
          where at > $1 and type = 'delivery.notified' and details ->> 'reminder' = 'false' group by delivery
      )
      insert into ladder (delivery_id, started_at)
      select d.id, recent.at from recent join deliveries d on d.id = recent.delivery
        where d.status in ('sent', 'notified', 'reported', 'locked') and d.opened_seq is null
          and d.parted is distinct from 'reader' order by d.id
      on conflict do nothing`,
    [rows[0]!.from],
  );
  await tx.query('update ladder_progress set entered_until = now()');
}
