import { inboxKinds, mendedBy } from '../message/failures.ts';
import type { Context } from './context.ts';

const pairs = inboxKinds.flatMap((kind) => mendedBy[kind].map((type) => ({ kind, type })));

/**
 * Closes failures that were put right since: an event that mends them has followed, or the job that was given up is there no
 * longer, or is tried again.
 */
export async function resolveFailures({ db }: Context): Promise<void> {
  await db.query({
    name: 'resolve-failures',
    text: `update failures set closed_at = clock_timestamp(), closing = 'resolved'
      where closed_at is null and id in (
        select f.id from failures f where f.closed_at is null and (
          f.delivery_id is not null and exists (
            select from events e join unnest($1::text[], $2::text[]) as mending (kind, type) on e.type = mending.type
            where e.delivery = f.delivery_id and e.at > f.at and mending.kind = f.about
              and (e.type <> 'delivery.task_done' or e.details ->> 'task' = f.about))
          or f.job_id is not null and not exists (select from jobs j where j.id = f.job_id and j.dead_at is not null))
        order by f.id for update skip locked)`,
    values: [pairs.map(({ kind }) => kind), pairs.map(({ type }) => type)],
  });
}
