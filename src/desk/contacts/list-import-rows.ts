import type { Queryable } from '../../evidence/ports.ts';
import type { Contact } from './contact.ts';
import { findImport } from './import.ts';
import { readProblem } from './row-problem.ts';
import type { RowAction, RowProblem } from '../../message/contact-imports.ts';
import type { Keeper } from './keeper.ts';

export interface ImportRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly action: RowAction;
  readonly problem: RowProblem | null;
  /** As the file has it; null: not given. */
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  /** Null: of the whole organisation. */
  readonly unitName: string | null;
  /** The contact as it stood; null: there was none. */
  readonly before: Pick<Contact, 'email' | 'name' | 'phone' | 'language'> | null;
}

export interface RowsQuery {
  readonly action?: RowAction | undefined;
  /** The line after which to go on. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Rows of an import, by line. `next`: the line after which to go on. Refuses not_found. */
export async function listImportRows(
  db: Queryable,
  keeper: Keeper,
  id: string,
  { action, after = 0, limit }: RowsQuery,
): Promise<{ rows: ImportRow[]; next?: number }> {
  await findImport(db, keeper, id);
  const { rows } = await db.query<Omit<ImportRow, 'problem'> & { problem: string | null }>(
    `select r.line, r.action, r.problem, r.email, r.name, r.phone, r.language, u.name as "unitName",
        r.before - 'version' as before
      from contact_import_rows r left join units u on u.id = r.unit_id
      where r.import_id = $1 and r.line > $2 and ($3::text is null or r.action = $3) order by r.line limit $4`,
    [id, after, action ?? null, limit + 1],
  );
  const shown = rows
    .slice(0, limit)
    .map((row) => ({ ...row, problem: row.problem && readProblem(row.problem) }));
  const last = shown.at(-1);
  return rows.length > limit && last
    ? { rows: shown as ImportRow[], next: last.line }
    : { rows: shown as ImportRow[] };
}
