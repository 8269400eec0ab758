import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type Findings, lockImport } from './import.ts';
import { checkKeeps, type Keeper } from './keeper.ts';
import { lockBulk } from './lock-bulk.ts';
import { planForMany } from './plan-for-many.ts';

/**
 * Does what the preview of an import shows, but for rows whose contact was changed, added or deleted since: these become
 * problems. Refuses: not_found, forbidden, changed_meanwhile (it was applied already).
 */
export async function applyImport(
  ctx: Context,
  keeper: Keeper,
  id: string,
): Promise<NonNullable<Findings['applied']>> {
  return ctx.db.transaction(async (tx) => {
    await lockBulk(tx);
    await planForMany(tx);
    const { state, findings } = await lockImport(tx, keeper, id);
    if (state !== 'preview') throw new Refusal('changed_meanwhile', 'This import has been applied already.');
    await checkUnits(tx, keeper, id);
    const changed = await change(tx, id);
    const added = await add(tx, id);
    const { count: skipped } = await tx.query(
      `update contact_import_rows set action = 'problem', problem = 'changed_meanwhile'
        where import_id = $1 and action in ('add', 'change') and version is null`,
      [id],
    );
    const applied = { added, changed, skipped };
    await tx.query(
      `update contact_imports set state = 'applied', applied_at = now(),
          findings = findings || jsonb_build_object('applied', $2::jsonb) where id = $1`,
      [id, JSON.stringify(applied)],
    );
    const { same: unchanged, problem: problems } = findings.counts;
    await recordChange(tx, {
      type: 'contacts.imported',
      actor: keeper.actor,
      kind: 'import',
      subject: id,
      details: { ...applied, unchanged, problems },
      // Of a short file it could be guessed: it is committed to, as the contacts themselves would be.
      after: { sha256: findings.sha256 },
    });
    return applied;
  });
}

/** Rights may have gone since the preview. Refuses forbidden. */
export async function checkUnits(tx: Queryable, keeper: Keeper, id: string): Promise<void> {
  const { rows } = await tx.query<{ unit: string | null }>(
    `select distinct unit_id as unit from contact_import_rows where import_id = $1 and action in ('add', 'change')`,
    [id],
  );
  for (const { unit } of rows) checkKeeps(keeper, unit);
}

async function change(tx: Queryable, id: string): Promise<number> {
  const { count } = await tx.query(
    `with changed as (
        update contacts c set name = coalesce(r.name, c.name), phone = coalesce(r.phone, c.phone),
          language = coalesce(r.language, c.language), version = c.version + 1, updated_at = now()
        from contact_import_rows r
        where r.import_id = $1 and r.action = 'change' and c.id = r.contact_id
          and c.version = (r.before ->> 'version')::int and c.unit_id is not distinct from r.unit_id
        returning r.line, c.version
      )
      update contact_import_rows r set version = changed.version from changed
      where r.import_id = $1 and r.line = changed.line`,
    [id],
  );
  return count;
}

async function add(tx: Queryable, id: string): Promise<number> {
  const { count } = await tx.query(
    `with added as (
        insert into contacts (id, unit_id, email, name, phone, language)
          select contact_id, unit_id, email, name, phone, language from contact_import_rows
          where import_id = $1 and action = 'add'
        on conflict (lower(email), unit_id) do nothing
        returning id, version
      )
      update contact_import_rows r set version = added.version from added
      where r.import_id = $1 and r.contact_id = added.id`,
    [id],
  );
  return count;
}
