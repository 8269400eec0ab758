import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type ContactValues, fieldsOf } from './contact.ts';
import { type Keeper, keeps } from './keeper.ts';

interface Deleted {
  readonly id: string;
  readonly version: number;
  readonly before: ContactValues;
}

/**
 * Puts a deleted contact back as the event of its deletion remembers it, and gives its id. Refuses: not_found,
 * already_exists.
 */
export async function restoreContact(ctx: Context, keeper: Keeper, event: string): Promise<string> {
  if (!isUuid(event)) throw new Refusal('not_found');
  return ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<Deleted>(
      `select e.details ->> 'subject' as id, (e.details ->> 'version')::int as version, f.fields -> 'before' as before
        from events e join event_fields f on f.event = e.id
        where e.id = $1 and e.message is null and e.type = 'contact.deleted'`,
      [event],
    );
    const deleted = rows[0];
    if (!deleted || !keeps(keeper, deleted.before.unit)) throw new Refusal('not_found');
    const { id, version, before } = deleted;
    // The version goes on from the old one, so that no form of before the deletion fits.
    const { count } = await tx.query(
      `insert into contacts (id, unit_id, email, name, phone, language, version)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [id, before.unit, before.email, before.name, before.phone, before.language, version + 1],
    );
    if (count === 0) throw new Refusal('already_exists', 'There is a contact with this address again.');
    await recordChange(tx, {
      type: 'contact.created',
      actor: keeper.actor,
      kind: 'contact',
      subject: id,
      before: null,
      after: fieldsOf(before),
    });
    return id;
  });
}
