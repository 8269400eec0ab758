import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type Findings, lockImport } from './import.ts';
import { checkUnits } from './apply-import.ts';
import type { Keeper } from './keeper.ts';
import { lockBulk } from './lock-bulk.ts';
import { planForMany } from './plan-for-many.ts';

/**
 * Takes back what an import did: deletes what it added and puts back what it changed, but for contacts that were changed
 * or deleted since, which become problems of their rows. Refuses: not_found, forbidden, changed_meanwhile (it is not, or
 * no longer, applied).
 */
export async function undoImport(
  ctx: Context,
  keeper: Keeper,
  id: string,
): Promise<NonNullable<Findings['undone']>> {
  return ctx.db.transaction(async (tx) => {
    await lockBulk(tx);
    await planForMany(tx);
    const { state, findings } = await lockImport(tx, keeper, id);
    if (state !== 'applied') throw new Refusal('changed_meanwhile', 'This import is not applied.');
    await checkUnits(tx, keeper, id);
    const { count: deleted } = await tx.query(
      `with deleted as (
          delete from contacts c using contact_import_rows r
          where r.import_id = $1 and r.action = 'add' and c.id = r.contact_id and c.version = r.version
          returning r.line
        )
        update contact_import_rows r set version = null from deleted where r.import_id = $1 and r.line = deleted.line`,
      [id],
    );
    const { count: restored } = await tx.query(
      `with restored as (
          update contacts c set name = r.before ->> 'name', phone = r.before ->> 'phone',
            language = r.before ->> 'language', version = c.version + 1, updated_at = now()
          from contact_import_rows r
          where r.import_id = $1 and r.action = 'change' and c.id = r.contact_id and c.version = r.version
          returning r.line
        )
        update contact_import_rows r set version = null from restored where r.import_id = $1 and r.line = restored.line`,
      [id],
    );
    // What the import added and somebody has deleted since is as it was before.
    const { count: kept } = await tx.query(
      `update contact_import_rows r set action = 'problem', problem = 'changed_since'
        where r.import_id = $1 and r.action in ('add', 'change') and r.version is not null
          and (r.action = 'change' or exists (select from contacts c where c.id = r.contact_id))`,
      [id],
    );
    const undone = { deleted, restored, kept };
    await tx.query(
      `update contact_imports set state = 'undone', undone_at = now(),
          findings = findings || jsonb_build_object('undone', $2::jsonb) where id = $1`,
      [id, JSON.stringify(undone)],
    );
    await recordChange(tx, {
      type: 'contacts.import_undone',
      actor: keeper.actor,
      kind: 'import',
      subject: id,
      details: undone,
      after: { sha256: findings.sha256 },
    });
    return undone;
  });
}
