import { sealSecret } from '../envelope/index.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { segl } from './actors.ts';
import { deletionAwaited } from './code-purposes.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { Handler } from './job-types.ts';
import { limits } from './limits.ts';
import { hashToken, newLinkToken } from './link-token.ts';

/** Days from one request to the next: after the first, and after its first repetition. */
const pauses = [3, 7];
const day = 24 * 60 * 60;

/**
 * Mints the link of a request for deletion and commits the job that mails it, then plans the next one. Ends silently where
 * the recipient has answered, has no tries left to answer with, or was erased. A job that waits for days holds no secret,
 * whose key would be gone by then.
 */
export const requestDeletion =
  (ctx: Context): Handler =>
  async (job, finish) => {
    const delivery = job.payload.delivery as string;
    const reminder = job.payload.reminder as number;
    const token = newLinkToken();
    const sealed = await sealSecret(ctx.keys, 'job', delivery, token);
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      const { rows } = await tx.query(
        `select from deliveries d where d.id = $1 and ${deletionAwaited}
          and d.wrong_tries < ${limits.triesBeforeLock} * (d.unlocks + 1) for no key update`,
        [delivery],
      );
      if (rows.length === 0) return;
      if (reminder > 0) {
        await recordEvent(tx, delivery, {
          type: 'delivery.deletion_asked',
          actor: segl(ctx),
          details: { reminder },
        });
      }
      await tx.query('insert into link_tokens (hash, delivery_id) values ($1, $2)', [
        hashToken(token),
        delivery,
      ]);
      await enqueueJob(tx, { kind: 'deletion_mail', payload: { delivery, reminder }, sealed });
      const pause = pauses[reminder];
      if (pause === undefined) return;
      await enqueueJob(tx, {
        kind: 'deletion_request',
        payload: { delivery, reminder: reminder + 1 },
        delaySeconds: pause * day,
      });
    });
  };
