import { sealSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import { hashToken, newLinkToken } from './link-token.ts';

/**
 * Mints a new link for a delivery and commits the job that mails it, in the caller's transaction. Older links stay. While
 * the notices of its message wait, this one waits with them.
 */
export async function sendNotice(
  ctx: Context,
  tx: Queryable,
  delivery: string,
  reminder: boolean,
): Promise<void> {
  const token = newLinkToken();
  const { rows } = await tx.query<{ delaySeconds: number }>(
    `insert into link_tokens (hash, delivery_id) values ($1, $2) returning (
        select greatest(0, coalesce(extract(epoch from m.notices_at - clock_timestamp()), 0))::float8
          from deliveries d join messages m on m.id = d.message_id where d.id = $2) as "delaySeconds"`,
    [hashToken(token), delivery],
  );
  await enqueueJob(tx, {
    kind: 'notice',
    payload: { delivery, reminder },
    sealed: await sealSecret(ctx.keys, 'job', delivery, token),
    delaySeconds: rows[0]!.delaySeconds,
  });
}
