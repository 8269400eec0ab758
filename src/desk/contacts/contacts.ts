import { randomUUID } from 'node:crypto';
import { parseEmailAddress, parsePhoneNumber } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { unitCalled } from '../people/units.ts';

export interface ContactDraft {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly language?: Language | undefined;
  /** Name of the unit it belongs to; absent: the whole organisation. */
  readonly unit?: string | undefined;
}

/** Adds or replaces contacts, all or none. Refuses, naming the place in the list: email_invalid, phone_invalid, invalid. */
export async function saveContacts(
  ctx: Context,
  drafts: readonly ContactDraft[],
): Promise<{ saved: number }> {
  await ctx.db.transaction(async (tx) => {
    for (const [index, draft] of drafts.entries()) {
      const email = parseEmailAddress(draft.email);
      if (!email)
        throw new Refusal('email_invalid', `Contact ${index + 1} has no e-mail address.`, { index });
      const phone = draft.phone ? parsePhoneNumber(draft.phone, ctx.settings.country) : null;
      if (phone === undefined)
        throw new Refusal('phone_invalid', `Contact ${index + 1} has no valid number.`, { index });
      const unit = draft.unit ? await unitCalled(tx, draft.unit) : null;
      await tx.query(
        `insert into contacts (id, unit_id, email, name, phone, language) values ($1, $2, $3, $4, $5, $6)
          on conflict (lower(email), unit_id) do update
          set name = excluded.name, phone = excluded.phone, language = excluded.language, updated_at = now()`,
        [randomUUID(), unit, email, draft.name?.trim() || null, phone, draft.language ?? null],
      );
    }
  });
  return { saved: drafts.length };
}
