import type { Keeper } from '../contacts/keeper.ts';

/** The session in which a member keeps one mailbox. */
export interface OwnSession {
  readonly mailbox: string;
  readonly member: string;
  /** SHA-256 of its secret. */
  readonly session: Buffer;
}

/** Somebody who keeps shared mailboxes at the desk, or one mailbox as its owner. */
export interface MailboxKeeper extends Keeper {
  readonly owner?: OwnSession;
}

/** A member with what they may do: keep this one mailbox, as long as the session lives in which they do it. */
export const ownerKeeper = (owner: OwnSession): MailboxKeeper => ({
  actor: { kind: 'recipient', id: owner.member },
  units: null,
  owner,
});
