import type { Queryable } from '../evidence/ports.ts';
import type { JobDraft } from './job-types.ts';

/**
 * Plans work that follows the commit of the caller's transaction. Statements whose name begins with `enqueue-job` wake
 * this process's workers once they are committed (`openDatabase`).
 */
export async function enqueueJob(tx: Queryable, draft: JobDraft): Promise<void> {
  await tx.query({
    name: 'enqueue-job',
    text: `insert into jobs (kind, payload, sealed, slot, run_at)
      values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
      on conflict (kind, slot) where slot is not null do nothing`,
    values: [
      draft.kind,
      JSON.stringify(draft.payload ?? {}),
      draft.sealed ?? null,
      draft.slot ?? null,
      draft.delaySeconds ?? 0,
    ],
  });
}

/** The same for any number of drafts, in one statement. */
export async function enqueueJobs(tx: Queryable, drafts: readonly JobDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  await tx.query({
    name: 'enqueue-jobs',
    text: `insert into jobs (kind, payload, sealed, slot, run_at)
      select kind, payload, sealed, slot, clock_timestamp() + make_interval(secs => delay)
      from unnest($1::text[], $2::jsonb[], $3::text[], $4::text[], $5::float8[])
        as draft (kind, payload, sealed, slot, delay)
      on conflict (kind, slot) where slot is not null do nothing`,
    values: [
      drafts.map((draft) => draft.kind),
      drafts.map((draft) => JSON.stringify(draft.payload ?? {})),
      drafts.map((draft) => draft.sealed ?? null),
      drafts.map((draft) => draft.slot ?? null),
      drafts.map((draft) => draft.delaySeconds ?? 0),
    ],
  });
}
