import { sealSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import { hashToken, newLinkToken } from './link-token.ts';

/** Mints a new link for a delivery and commits the job that mails it, in the caller's transaction. Older links stay. */
export async function sendNotice(
  ctx: Context,
  tx: Queryable,
  delivery: string,
  reminder: boolean,
): Promise<void> {
  const token = newLinkToken();
  await tx.query('insert into link_tokens (hash, delivery_id) values ($1, $2)', [hashToken(token), delivery]);
  await enqueueJob(tx, {
    kind: 'notice',
    payload: { delivery, reminder },
    sealed: await sealSecret(ctx.keys, 'job', delivery, token),
  });
}
