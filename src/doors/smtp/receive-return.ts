import type { SMTPServerDataStream } from 'smtp-server';
import { answerReply } from '../../delivery/answer-reply.ts';
import type { Context } from '../../delivery/context.ts';
import { recordNoticeReport } from '../../delivery/record-notice-report.ts';
import type { Returned } from '../../delivery/return-address.ts';
import { tellSomebodyElse } from '../../delivery/failure-notices.ts';
import { Refusal } from '../../message/refusals.ts';
import { MailCutOff } from './mime/read-mail.ts';
import { tooLarge } from './replies.ts';
import { readReport } from './reports/read-report.ts';

/** What is read of a mail that comes back; the rest is most often our own mail again. */
const read = 256 * 1024;

/** Takes what comes to one of our own addresses: reports on our mails, and answers to them. Nothing of it is kept but facts. */
export async function receiveReturn(
  ctx: Context,
  returned: Returned,
  returnTo: string,
  stream: SMTPServerDataStream,
  maxBytes: number,
): Promise<void> {
  const raw = await beginningOf(stream, maxBytes);
  const nullSender = returnTo === '';
  const report = readReport(raw, { nullSender });
  if (returned.kind === 'failure_notice') {
    if (report.kind === 'failed') await tellSomebodyElse(ctx, returned.notice);
    return;
  }
  if (report.kind === 'automatic') return;
  if (report.kind === 'reply') {
    // Also at the return path: some programs answer there.
    if (!nullSender) await answerReply(ctx, returned.delivery);
    return;
  }
  await recordNoticeReport(ctx, returned.delivery, report, returned.reminder);
}

export async function beginningOf(stream: SMTPServerDataStream, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    stream
      .on('data', (chunk: Buffer) => {
        if (size < read) chunks.push(chunk);
        size += chunk.length;
        if (stream.sizeExceeded) reject(new Refusal('too_large', tooLarge(maxBytes)));
      })
      .once('end', resolve)
      .once('error', () => reject(new MailCutOff()))
      .once('close', () => reject(new MailCutOff()));
  });
  return Buffer.concat(chunks).subarray(0, read);
}
