import type { SMTPServerDataStream } from 'smtp-server';
import type { AcceptedMessage } from '../../delivery/accept-message.ts';
import type { Context } from '../../delivery/context.ts';
import type { Tagged } from '../../delivery/replies/answer-tag.ts';
import { replyCameBack } from '../../delivery/replies/reply-came-back.ts';
import { Staging } from '../../delivery/stage-message.ts';
import { answerByMail, countAnswer } from '../../desk/conversations/answer-by-mail.ts';
import { gatewayAddress, maySendAs } from '../../desk/gateway-addresses.ts';
import type { Neighbour } from '../../desk/gateway-systems.ts';
import { Refusal } from '../../message/refusals.ts';
import { refuseLoops } from './loops.ts';
import type { Head } from './mime/head.ts';
import { readMail } from './mime/read-mail.ts';
import { beginningOf } from './receive-return.ts';
import { SmtpReply, tooLarge } from './replies.ts';
import { isAutomatic } from './reports/automatic.ts';
import { readReport } from './reports/read-report.ts';

/**
 * Takes what somebody answers to the mail that brought a recipient's answer. The tag is a bearer's, so the header From must be
 * the address of whom it was made for; and a system that brings it must be one that may send as them. What machines answer by
 * themselves is dropped: undefined. Refuses what `answerByMail` does, sender_not_allowed, mail_loop, too_large.
 */
export async function receiveAnswer(
  { ctx, maxBytes }: { readonly ctx: Context; readonly maxBytes: number },
  { client, returnTo, tagged }: { client: Neighbour; returnTo: string; tagged: Tagged },
  stream: SMTPServerDataStream,
): Promise<AcceptedMessage | undefined> {
  if (returnTo === '') {
    const { kind } = readReport(await beginningOf(stream, maxBytes), { nullSender: true });
    if (kind === 'failed') await replyCameBack(ctx, tagged);
    return undefined;
  }
  const staging = new Staging(ctx);
  let isDropped = false;
  const decide = async (head: Head) => {
    refuseLoops(head, ctx.settings.installation);
    isDropped = isAutomatic(head, '') || /^multipart\/report\b/i.test(head.first('Content-Type') ?? '');
    if (isDropped) return {};
    checkAuthor(head, client, tagged);
    await countAnswer(ctx, tagged);
    return { sealInto: staging };
  };
  const mail = await readMail(stream, decide, () => {
    if (stream.sizeExceeded) throw new Refusal('too_large', tooLarge(maxBytes));
  }).catch(async (error: unknown) => {
    await staging.discard();
    throw error;
  });
  if (isDropped) return undefined;
  const { head, text, html, digest } = mail;
  try {
    return await answerByMail(ctx, tagged, { id: head.messageId, digest, text, html }, staging);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'gone') throw new SmtpReply(550, '5.7.1', error.message);
    throw error;
  }
}

function checkAuthor(head: Head, { system }: Neighbour, { email }: Tagged): void {
  const authors = head.mailboxes('From').map(({ address }) => gatewayAddress(address));
  const [author] = authors;
  if (authors.length !== 1 || !author || author.toLowerCase() !== gatewayAddress(email)?.toLowerCase()) {
    throw new SmtpReply(
      550,
      '5.7.1',
      'This address takes answers only from the mailbox to which the answer of the recipient went. Answer from there, or at the desk.',
    );
  }
  if (system && !maySendAs(system, author)) {
    throw new SmtpReply(550, '5.7.1', `The system “${system.name}” may not send as ${author}.`);
  }
}
