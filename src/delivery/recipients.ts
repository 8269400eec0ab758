import { parseEmailAddress } from '../guard/email-address.ts';
import { parsePhoneNumber } from '../guard/phone-number.ts';
import { isLanguage, type Language, languageOfCountry } from '../message/languages.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { blockedAmong } from './blocked-addresses.ts';
import type { Context } from './context.ts';
import { recipientIdentities } from './eid/recipient-identities.ts';
import { limits } from './limits.ts';

export interface RecipientDraft {
  readonly email: string;
  readonly phone?: string | undefined;
  /** E.164. Counts where the sender gave no number and no contact has one. */
  readonly otherwisePhone?: string | undefined;
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  /** A code is to be agreed with them by other means: they need no phone then. */
  readonly accessCode?: boolean | undefined;
  /** National identity number, by which an eID is matched. */
  readonly identity?: string | undefined;
}

/** A recipient as it will stand: `sent`, or held or refused with the reason. */
export interface Recipient {
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly language: Language;
  readonly status: Extract<DeliveryStatus, 'sent' | 'held' | 'refused'>;
  readonly reason: string | null;
  readonly accessCode?: boolean;
  readonly identity?: string;
}

export interface Warning {
  readonly code: 'duplicate_recipient';
  readonly email: string;
}

interface Contact {
  email: string;
  name: string | null;
  phone: string | null;
  language: string | null;
  /** A shared mailbox that somebody looks after: codes go to its members. */
  mailbox: boolean;
}

/**
 * Judges each recipient by itself, so that a doubtful one never holds up the others. What the sender left out comes
 * from the contacts of the unit, then of the organisation.
 */
export async function judgeRecipients(
  ctx: Context,
  unit: string,
  drafts: readonly RecipientDraft[],
): Promise<{ recipients: Recipient[]; warnings: Warning[] }> {
  if (drafts.length > limits.recipients) {
    throw new Refusal(
      'too_many_recipients',
      `A message takes at most ${limits.recipients} recipients; this one has ${drafts.length}. Send it in parts.`,
      { limit: limits.recipients, given: drafts.length },
    );
  }
  const [contacts, identities, blocked] = await Promise.all([
    findContacts(ctx, unit, drafts),
    recipientIdentities(ctx, unit, drafts),
    blockedAmong(
      ctx.db,
      unit,
      drafts.map(({ email }) => email),
    ),
  ]);
  const standing = new Map<string, Recipient>();
  const recipients: Recipient[] = [];
  const warnings: Warning[] = [];
  for (const draft of drafts) {
    const contact = contacts.get(storable(draft.email).toLowerCase());
    const judged = judge({ ...draft, identity: identities.get(draft) }, contact, ctx.settings.country);
    const recipient = blocked.has(draft.email)
      ? { ...judged, status: 'refused' as const, reason: 'blocked_address' }
      : judged;
    const address = recipient.email.toLowerCase();
    const earlier = standing.get(address);
    if (recipient.status === 'refused') {
      recipients.push(recipient);
    } else if (!earlier) {
      standing.set(address, recipient);
      recipients.push(recipient);
    } else if (isOpenedAlike(earlier, recipient)) {
      warnings.push({ code: 'duplicate_recipient', email: recipient.email });
    } else {
      recipients.push({ ...recipient, status: 'refused', reason: 'duplicate_recipient' });
    }
  }
  return { recipients, warnings };
}

function judge(draft: RecipientDraft, contact: Contact | undefined, country: string): Recipient {
  const email = parseEmailAddress(draft.email);
  const givenPhone = draft.phone?.trim() || undefined;
  const phone = givenPhone ? parsePhoneNumber(givenPhone, country) : (contact?.phone ?? draft.otherwisePhone);
  const contactLanguage = isLanguage(contact?.language) ? contact.language : undefined;
  const judged = !email
    ? { status: 'refused' as const, reason: 'email_invalid' }
    : givenPhone && !phone
      ? { status: 'refused' as const, reason: 'phone_invalid' }
      : !phone && !draft.accessCode && !draft.identity && !contact?.mailbox
        ? { status: 'held' as const, reason: 'no_phone' }
        : { status: 'sent' as const, reason: null };
  return {
    email: email ?? storable(draft.email.slice(0, 254)),
    name: storable(draft.name ?? '') || contact?.name || null,
    phone: phone ?? null,
    language: draft.language ?? contactLanguage ?? languageOfCountry(country),
    ...(draft.accessCode ? { accessCode: true } : {}),
    ...(draft.identity ? { identity: draft.identity } : {}),
    ...judged,
  };
}

const isOpenedAlike = (one: Recipient, other: Recipient): boolean =>
  one.phone === other.phone && one.accessCode === other.accessCode && one.identity === other.identity;

/** One line that PostgreSQL's `text` and RFC 8785 can hold: no control characters, no broken Unicode. */
const storable = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .toWellFormed();

async function findContacts(
  ctx: Context,
  unit: string,
  drafts: readonly RecipientDraft[],
): Promise<Map<string, Contact>> {
  // A recipient who is given with number and language needs nothing from the directory.
  const wanted = drafts.filter((d) => !(d.phone && d.language)).map((d) => storable(d.email).toLowerCase());
  if (wanted.length === 0) return new Map();
  const { rows } = await ctx.db.query<Contact>({
    name: 'find-contacts',
    text: `select email, name, phone, language, mailbox from (
        select lower(email) as email, name, phone, language, false as mailbox, unit_id from contacts
          where lower(email) = any ($1)
        union all
        select lower(b.address), b.name, null, null, true, b.unit_id from mailboxes b
          where lower(b.address) = any ($1) and b.deleted_at is null
            and exists (select from mailbox_members p where p.mailbox_id = b.id and p.ended_at is null)
      ) found where unit_id = $2 or unit_id is null order by mailbox desc, unit_id nulls first`,
    values: [wanted, unit],
  });
  const found = new Map<string, Contact>();
  for (const row of rows) {
    found.set(row.email, { ...row, mailbox: row.mailbox || found.get(row.email)?.mailbox === true });
  }
  return found;
}
