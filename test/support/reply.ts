import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../../src/delivery/context.ts';
import { sendReply } from '../../src/delivery/replies/send-reply.ts';
import { stageReply } from '../../src/delivery/replies/stage-reply.ts';
import { type File, once } from './portal.ts';

/** Answers as the recipient of a delivery would, past the page; gives the reply's id. */
export async function answerAs(
  ctx: Context,
  { message, delivery }: { message: string; delivery: string },
  text: string,
  files: readonly File[] = [],
): Promise<string> {
  const staging = await stageReply(ctx, delivery, true);
  for (const { bytes, ...header } of files) await staging.add(header, once(bytes));
  const session = randomBytes(32);
  await ctx.db.query('insert into recipient_sessions (id_hash, public_id) values ($1, $2)', [
    session,
    randomUUID(),
  ]);
  await ctx.db.query('insert into session_deliveries (session_hash, delivery_id) values ($1, $2)', [
    session,
    delivery,
  ]);
  const replying = {
    delivery,
    message,
    member: null,
    language: 'en',
    unit: '',
    reference: '',
    sentAt: '',
    expiresAt: '',
    session,
  } as const;
  return sendReply(ctx, replying, { form: null, text }, staging, { ip: '192.0.2.7', userAgent: 'test' });
}
