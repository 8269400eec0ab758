import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import type { RecipientDraft } from '../recipients.ts';
import { openIdentity, readIdentity } from './identities.ts';

/**
 * The identity numbers of those to whom a message goes: what its sender gave, else what the contacts of the unit have, then
 * those of the organisation. Where there is no eID, nobody's is asked or kept. Refuses invalid.
 */
export async function recipientIdentities(
  ctx: Context,
  unit: string,
  drafts: readonly RecipientDraft[],
): Promise<ReadonlyMap<RecipientDraft, string>> {
  const found = new Map<RecipientDraft, string>();
  for (const draft of drafts) if (draft.identity) found.set(draft, readIdentity(ctx, draft.identity));
  if (!ctx.settings.eid) {
    if (found.size === 0) return found;
    throw new Refusal('invalid', 'There is no eID here with which an identity number could be matched.', {
      field: 'identity',
    });
  }
  const wanted = drafts.filter((draft) => !found.has(draft));
  if (wanted.length === 0) return found;
  const { rows } = await ctx.db.query<{ email: string; contact: string; sealed: string }>({
    name: 'recipient-identities',
    text: `select lower(c.email) as email, c.id as contact, i.sealed
      from contacts c join contact_identities i on i.contact_id = c.id
      where lower(c.email) = any ($1) and (c.unit_id = $2 or c.unit_id is null)
      order by c.unit_id nulls first`,
    values: [wanted.map(addressOf), unit],
  });
  const sealed = new Map(rows.map((row) => [row.email, row]));
  await Promise.all(
    wanted.map(async (draft) => {
      const row = sealed.get(addressOf(draft));
      const number = row && (await openIdentity(ctx, row.contact, row.sealed));
      if (number) found.set(draft, number);
    }),
  );
  return found;
}

const addressOf = ({ email }: RecipientDraft): string => email.trim().toLowerCase();
