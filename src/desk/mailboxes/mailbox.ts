import { parsePhoneNumber } from '../../delivery/addresses.ts';
import { isLanguage, type Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { longestName, oneLine } from '../contacts/contact.ts';

/** A shared address whose messages are opened by named people, each with their own phone. */
export interface Mailbox {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  /** Null: for messages of the whole organisation. */
  readonly unit: string | null;
  readonly unitName: string | null;
  /** Counts up with each change, of its members too. */
  readonly version: number;
  /** In the order in which they were added. */
  readonly members: readonly Member[];
  /** Those of them who keep the list themselves, once they are invited. */
  readonly owners: readonly Owner[];
  readonly invitation: Invitation | null;
}

export interface Owner {
  /** Of the member. */
  readonly id: string;
  /** When they last came to do so, ISO 8601 UTC. */
  readonly seenAt: string | null;
}

/** A link that lives; ISO 8601 UTC. */
export interface Invitation {
  readonly invitedAt: string;
  readonly expiresAt: string;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** Null: as the message. */
  readonly language: Language | null;
}

/** What will be kept of a member as somebody gave them; the empty text is as good as nothing. */
export interface MemberDraft {
  readonly name: string;
  readonly phone: string;
  readonly language?: string | undefined;
}

/** Members that a mailbox has at most. */
export const mostMembers = 50;

/** Refuses invalid, with the `field`. */
export function nameOf(given: string): string {
  const name = oneLine(given).toWellFormed();
  if (name === '' || name.length > longestName) {
    throw new Refusal('invalid', `Give a name of at most ${longestName} characters.`, { field: 'name' });
  }
  return name;
}

/** Refuses invalid (with the `field`), phone_invalid. */
export function memberOf(draft: MemberDraft, country: string): Omit<Member, 'id'> {
  const name = nameOf(draft.name);
  const phone = parsePhoneNumber(draft.phone, country);
  if (!phone) throw new Refusal('phone_invalid');
  return { name, phone, language: isLanguage(draft.language) ? draft.language : null };
}
