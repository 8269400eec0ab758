import { parseEmailAddress, parsePhoneNumber } from '../../delivery/addresses.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';

/** Somebody who can be written to. */
export interface Contact {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly language: Language | null;
  /** Null: of the whole organisation. */
  readonly unit: string | null;
  readonly unitName: string | null;
  /** A national identity number is kept, by which an eID is matched. */
  readonly hasIdentity: boolean;
  /** Counts up with each change. */
  readonly version: number;
}

/** SQL over `contacts c left join units u`. */
export const contactColumns =
  'c.id, c.email, c.name, c.phone, c.language, c.unit_id as unit, u.name as "unitName", c.version, ' +
  'exists (select from contact_identities i where i.contact_id = c.id) as "hasIdentity"';

/** A contact as somebody gave it; the empty text is as good as nothing. */
export interface ContactDraft {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly language?: Language | undefined;
  /** National identity number. Empty or absent: as it was; null: it is removed. */
  readonly identity?: string | null | undefined;
  /** Id of its unit; null: the whole organisation. */
  readonly unit: string | null;
}

export type ContactValues = Pick<Contact, 'email' | 'name' | 'phone' | 'language' | 'unit'>;

export const longestName = 200;

/** One line: no control characters, no spaces around or beside each other. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** What will be kept of a draft. Refuses: email_invalid, phone_invalid, invalid. */
export function valuesOf(draft: ContactDraft, country: string): ContactValues {
  const email = parseEmailAddress(draft.email);
  if (!email) throw new Refusal('email_invalid');
  const phone = draft.phone?.trim() ? parsePhoneNumber(draft.phone, country) : null;
  if (phone === undefined) throw new Refusal('phone_invalid');
  const name = oneLine(draft.name ?? '').toWellFormed();
  if (name.length > longestName) {
    throw new Refusal('invalid', `A name has at most ${longestName} characters.`, { field: 'name' });
  }
  return { email, name: name || null, phone, language: draft.language ?? null, unit: draft.unit };
}

/** The fields of a contact that an event commits to. */
export const fieldsOf = ({ email, name, phone, language, unit }: ContactValues) => ({
  email,
  name,
  phone,
  language,
  unit,
});
