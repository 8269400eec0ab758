import { acceptMessage } from '../../delivery/accept-message.ts';
import type { Context } from '../../delivery/context.ts';
import type { Reservation } from '../../delivery/idempotency.ts';
import type { RecipientDraft } from '../../delivery/recipients.ts';
import { Staging } from '../../delivery/stage-message.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { senderChoices } from '../sender-choices.ts';
import type { StaffMember } from '../staff.ts';
import { incidentLengths, tidyText } from './incident-text.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

export interface LetterDraft {
  /** An address that the writer may write as. */
  readonly from: string;
  /** For which of their units; absent: the first in which they may write as that. */
  readonly unit?: string | undefined;
  readonly to: readonly RecipientDraft[];
  readonly subject: string;
  readonly text: string;
}

/** What names a form, so that sent twice it is one letter: its staging is the caller's then. */
export interface LetterOnce {
  readonly staging: Staging;
  readonly reservation?: Reservation | undefined;
}

/**
 * Sends a letter to those affected (GDPR art. 34) as the writer's own message, and ties it to the incident in the same
 * transaction. The writer is the keeper, who needs the duty to write. Gives the message's id. Refuses: not_found,
 * already_closed, forbidden (no duty to write), sender_not_allowed, invalid (`subject`, `text`), and all that
 * `acceptMessage` refuses.
 */
export async function sendLetter(
  ctx: Context,
  keeper: IncidentKeeper,
  writer: StaffMember,
  id: string,
  letter: LetterDraft,
  { staging, reservation }: LetterOnce = { staging: new Staging(ctx) },
): Promise<string> {
  const sender = await prepare(ctx, keeper, writer, id, letter).catch(async (error: unknown) => {
    await staging.discard();
    throw error;
  });
  const link = async (tx: Queryable) => {
    await lockOpenIncident(tx, keeper, id);
    await tx.query('insert into incident_letters (message_id, incident_id) values ($1, $2)', [
      staging.message,
      id,
    ]);
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'letter', message: staging.message, recipients: letter.to.length },
    });
  };
  const { to, subject, text } = letter;
  const draft = { from: sender.address, to, subject, text };
  const { id: message } = await acceptMessage(
    ctx,
    { kind: 'person', id: writer.id, unit: sender.unit, senders: [sender.address] },
    draft,
    staging,
    { reservation, also: link },
  );
  return message;
}

async function prepare(
  ctx: Context,
  keeper: IncidentKeeper,
  writer: StaffMember,
  id: string,
  { from, unit, subject, text }: LetterDraft,
): Promise<{ unit: string; address: string }> {
  await ctx.db.transaction((tx) => lockOpenIncident(tx, keeper, id));
  const choices = await senderChoices(ctx.db, writer);
  if (choices.length === 0) throw new Refusal('forbidden');
  const chosen = choices.find(
    (choice) =>
      choice.address.toLowerCase() === from.toLowerCase() && (unit === undefined || choice.unit === unit),
  );
  if (!chosen) throw new Refusal('sender_not_allowed');
  tidyText(subject, 'subject', incidentLengths.title, { needed: true });
  tidyText(text, 'text', incidentLengths.words, { needed: true });
  return chosen;
}
