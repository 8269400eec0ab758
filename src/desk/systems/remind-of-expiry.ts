import type { Context } from '../../delivery/context.ts';
import { enqueueJobs } from '../../delivery/enqueue-job.ts';
import type { Handler } from '../../delivery/job-types.ts';
import { liveSecretSql } from './secrets.ts';

/**
 * Days before the end of a secret at which somebody is told, and at which it is too late for that. A slot is remembered for
 * seven days, so that each span must be shorter for nobody to be told twice.
 */
const spans = [
  { from: 14, until: 8 },
  { from: 2, until: 0 },
] as const;

/** Plans a mail for each secret in use that is about to end: once in each span, and anew where it gets another end. */
export const remindOfExpiry =
  (ctx: Context): Handler =>
  async () => {
    await ctx.db.transaction(async (tx) => {
      const { rows } = await tx.query<{ slot: string }>(
        `insert into job_slots (kind, slot)
          select 'secret_notice', k.id || ' ' || span.first || ' ' || extract(epoch from k.expires_at)
          from system_secrets k join systems s on s.id = k.system_id,
            unnest($1::integer[], $2::integer[]) as span (first, last)
          where s.revoked_at is null and ${liveSecretSql} and k.last_used_at > now() - interval '90 days'
            and k.expires_at <= now() + make_interval(days => span.first)
            and k.expires_at > now() + make_interval(days => span.last)
          on conflict do nothing returning slot`,
        [spans.map(({ from }) => from), spans.map(({ until }) => until)],
      );
      await enqueueJobs(
        tx,
        rows.map(({ slot }) => ({
          kind: 'secret_notice',
          payload: { secret: slot.slice(0, slot.indexOf(' ')), to: 'owner' },
        })),
      );
    });
  };
