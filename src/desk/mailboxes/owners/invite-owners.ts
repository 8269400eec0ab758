import { randomUUID } from 'node:crypto';
import { spend } from '../../../delivery/budgets.ts';
import type { Context } from '../../../delivery/context.ts';
import { enqueueJob } from '../../../delivery/enqueue-job.ts';
import { hashToken, newLinkToken } from '../../../delivery/link-token.ts';
import { sealSecret } from '../../../delivery/secrets.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { Keeper } from '../../contacts/keeper.ts';
import { recordMailboxChange } from '../change-mailbox.ts';
import { lockMailbox } from '../find-mailbox.ts';

const linkDays = 30;
const invitationsOfDay = 10;

/**
 * Mails a link to the mailbox's own address, by which its owners keep the list of members. It lives 30 days; the one before ends,
 * with what was open by it. Only its SHA-256 is kept, and until it is mailed the token, sealed. Refuses: not_found, invalid (it has
 * no owner), budget_spent.
 */
export async function inviteOwners(ctx: Context, keeper: Keeper, mailbox: string): Promise<void> {
  const [id, token] = [randomUUID(), newLinkToken()];
  const sealed = await sealSecret(ctx.keys, 'job', id, token);
  await ctx.db.transaction(async (tx) => {
    const { id: subject, owners } = await lockMailbox(tx, keeper, mailbox);
    if (owners.length === 0) {
      throw new Refusal('invalid', 'Choose who keeps the mailbox first.', { field: 'owner' });
    }
    await spend(tx, [
      { scope: 'mailbox/invitations', subject, limit: invitationsOfDay, windowMinutes: 24 * 60 },
    ]);
    await tx.query('delete from mailbox_links where mailbox_id = $1', [subject]);
    await tx.query(
      `insert into mailbox_links (id, mailbox_id, token_hash, expires_at)
        values ($1, $2, $3, now() + make_interval(days => ${linkDays}))`,
      [id, subject, hashToken(token)],
    );
    await enqueueJob(tx, { kind: 'mailbox_invitation', payload: { link: id }, sealed });
    await recordMailboxChange(tx, keeper, subject, { link: 'invited' });
  });
  ctx.wake();
}

/** Ends the link of a mailbox and all that is open by it; its owners stay, and can be invited again. Refuses not_found. */
export async function withdrawInvitation(ctx: Context, keeper: Keeper, mailbox: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { id } = await lockMailbox(tx, keeper, mailbox);
    const { count } = await tx.query('delete from mailbox_links where mailbox_id = $1', [id]);
    if (count > 0) await recordMailboxChange(tx, keeper, id, { link: 'withdrawn' });
  });
}
