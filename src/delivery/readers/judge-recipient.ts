import { Refusal, type RefusalCode, refusalCodes } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { judgeRecipients, type Recipient, type RecipientDraft } from '../recipients.ts';

/** Judges somebody who is added to a message, as for a new one. Refuses email_invalid, phone_invalid, blocked_address. */
export async function judgeRecipient(ctx: Context, unit: string, to: RecipientDraft): Promise<Recipient> {
  const { recipients } = await judgeRecipients(ctx, unit, [{ ...to, email: to.email.trim() }]);
  const recipient = recipients[0]!;
  if (recipient.status !== 'refused') return recipient;
  const { reason } = recipient;
  throw new Refusal(reason && Object.hasOwn(refusalCodes, reason) ? (reason as RefusalCode) : 'invalid');
}
