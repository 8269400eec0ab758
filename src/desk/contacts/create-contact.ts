import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type ContactDraft, fieldsOf, valuesOf } from './contact.ts';
import { newIdentity, putIdentity } from './contact-identity.ts';
import { checkKeeps, type Keeper } from './keeper.ts';

/** Adds a contact and gives its id. Refuses: forbidden, email_invalid, phone_invalid, invalid, already_exists. */
export async function createContact(ctx: Context, keeper: Keeper, draft: ContactDraft): Promise<string> {
  const values = valuesOf(draft, ctx.settings.country);
  checkKeeps(keeper, values.unit);
  const id = randomUUID();
  const given = await newIdentity(ctx, id, draft.identity);
  await ctx.db.transaction(async (tx) => {
    const { email, name, phone, language, unit } = values;
    const { count } = await tx.query(
      `insert into contacts (id, unit_id, email, name, phone, language) values ($1, $2, $3, $4, $5, $6)
        on conflict (lower(email), unit_id) do nothing`,
      [id, unit, email, name, phone, language],
    );
    if (count === 0) throw new Refusal('already_exists', 'There is a contact with this address already.');
    const identity = await putIdentity(ctx, tx, id, given);
    await recordChange(tx, {
      type: 'contact.created',
      actor: keeper.actor,
      kind: 'contact',
      subject: id,
      details: identity ? { identity } : {},
      before: null,
      after: fieldsOf(values),
    });
  });
  return id;
}
