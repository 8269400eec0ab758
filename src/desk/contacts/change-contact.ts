import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { type ContactDraft, type ContactValues, fieldsOf, valuesOf } from './contact.ts';
import { newIdentity, putIdentity } from './contact-identity.ts';
import { lockContact } from './find-contact.ts';
import { checkKeeps, type Keeper } from './keeper.ts';

/**
 * Puts other values in the place of a contact's. `version` is the one that they were made from. Refuses: not_found,
 * changed_meanwhile, forbidden, email_invalid, phone_invalid, invalid, already_exists.
 */
export async function changeContact(
  ctx: Context,
  keeper: Keeper,
  id: string,
  { version, ...draft }: ContactDraft & { readonly version: number },
): Promise<void> {
  const given = isUuid(id) ? await newIdentity(ctx, id.toLowerCase(), draft.identity) : undefined;
  await ctx.db.transaction(async (tx) => {
    const stands = await lockContact(tx, keeper, id);
    if (stands.version !== version) throw new Refusal('changed_meanwhile');
    const values = valuesOf(draft, ctx.settings.country);
    checkKeeps(keeper, values.unit);
    const difference = differenceOf(fieldsOf(stands), fieldsOf(values));
    const identity = await putIdentity(ctx, tx, stands.id, given);
    if (!difference && !identity) return;
    await update(tx, id, values);
    await recordChange(tx, {
      type: 'contact.changed',
      actor: keeper.actor,
      kind: 'contact',
      subject: id,
      details: identity ? { identity } : {},
      ...difference,
    });
  });
}

const uniqueViolation = '23505';

async function update(tx: Queryable, id: string, values: ContactValues): Promise<void> {
  const { email, name, phone, language, unit } = values;
  try {
    await tx.query(
      `update contacts set email = $2, name = $3, phone = $4, language = $5, unit_id = $6, version = version + 1,
          updated_at = now() where id = $1`,
      [id, email, name, phone, language, unit],
    );
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
    throw new Refusal('already_exists', 'There is another contact with this address already.');
  }
}
