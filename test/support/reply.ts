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
  const replying = {
    delivery,
    message,
    member: null,
    language: 'en',
    unit: '',
    reference: '',
    sentAt: '',
    expiresAt: '',
  } as const;
  return sendReply(ctx, replying, { form: null, text }, staging, { ip: '192.0.2.7', userAgent: 'test' });
}
