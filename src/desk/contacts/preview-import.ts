import type { Context } from '../../delivery/context.ts';
import type { Findings } from './import.ts';
import { planForMany } from './plan-for-many.ts';

/**
 * Compares the rows of an import with one another and with the contacts there are, and opens it to be looked at. Of rows
 * with the same address and unit the first counts. What a row does not give stays as it is.
 */
export async function previewImport(
  ctx: Context,
  id: string,
  found: Omit<Findings, 'counts' | 'applied' | 'undone'>,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await planForMany(tx);
    await tx.query(
      `update contact_import_rows r set action = 'problem', problem = 'duplicate:' || d.first
        from (
          select line, first_value(line) over (partition by lower(email), unit_id order by line) as first
          from contact_import_rows where import_id = $1 and action = 'add'
        ) d
        where r.import_id = $1 and r.line = d.line and d.first <> d.line`,
      [id],
    );
    await tx.query(
      `update contact_import_rows r set contact_id = c.id,
          before = jsonb_build_object('email', c.email, 'name', c.name, 'phone', c.phone, 'language', c.language,
            'version', c.version),
          action = case when (coalesce(r.name, c.name), coalesce(r.phone, c.phone), coalesce(r.language, c.language))
            is distinct from (c.name, c.phone, c.language) then 'change' else 'same' end
        from contacts c
        where r.import_id = $1 and r.action = 'add' and lower(c.email) = lower(r.email)
          and c.unit_id is not distinct from r.unit_id`,
      [id],
    );
    await tx.query(
      `update contact_import_rows set contact_id = gen_random_uuid() where import_id = $1 and action = 'add'`,
      [id],
    );
    const { rows } = await tx.query<{ counts: Findings['counts'] }>(
      `select jsonb_build_object('add', count(*) filter (where action = 'add'),
          'change', count(*) filter (where action = 'change'), 'same', count(*) filter (where action = 'same'),
          'problem', count(*) filter (where action = 'problem')) as counts
        from contact_import_rows where import_id = $1`,
      [id],
    );
    const findings: Findings = { ...found, counts: rows[0]!.counts };
    await tx.query(`update contact_imports set state = 'preview', findings = $2 where id = $1`, [
      id,
      JSON.stringify(findings),
    ]);
  });
}
