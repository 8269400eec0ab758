import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { fieldsOf } from './contact.ts';
import { lockContact } from './find-contact.ts';
import type { Keeper } from './keeper.ts';

/**
 * Deletes a contact, and gives the id of the event, with which it can be put back. `version` is the one that was looked
 * at. Refuses: not_found, changed_meanwhile.
 */
export async function deleteContact(
  ctx: Context,
  keeper: Keeper,
  id: string,
  version: number | undefined,
): Promise<string> {
  return ctx.db.transaction(async (tx) => {
    const stands = await lockContact(tx, keeper, id);
    if (version !== undefined && stands.version !== version) throw new Refusal('changed_meanwhile');
    await tx.query('delete from contacts where id = $1', [id]);
    return recordChange(tx, {
      type: 'contact.deleted',
      actor: keeper.actor,
      kind: 'contact',
      subject: id,
      details: { version: stands.version },
      before: fieldsOf(stands),
      after: null,
    });
  });
}
