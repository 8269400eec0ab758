import type { Queryable } from '../../evidence/ports.ts';
import { writeProblem } from './row-problem.ts';
import type { ImportedRow } from './import-row.ts';

/** So many rows wait in memory, and travel in one statement. */
const batch = 2_000;

/** The rows of an import on their way into the database. */
export class ImportRows {
  readonly #db: Queryable;
  readonly #import: string;
  #waiting: { readonly line: number; readonly row: ImportedRow }[] = [];

  constructor(db: Queryable, id: string) {
    this.#db = db;
    this.#import = id;
  }

  async add(line: number, row: ImportedRow): Promise<void> {
    this.#waiting.push({ line, row });
    if (this.#waiting.length >= batch) await this.flush();
  }

  async flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0) return;
    const column = <Value>(of: (row: ImportedRow) => Value) => rows.map(({ row }) => of(row));
    await this.#db.query({
      name: 'add-import-rows',
      text: `insert into contact_import_rows (import_id, line, email, name, phone, language, unit_id, action, problem)
        select $1, line, email, name, phone, language, unit, case when problem is null then 'add' else 'problem' end, problem
        from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[])
          as r (line, email, name, phone, language, unit, problem)`,
      values: [
        this.#import,
        rows.map(({ line }) => line),
        column(({ email }) => email),
        column(({ name }) => name),
        column(({ phone }) => phone),
        column(({ language }) => language),
        column(({ unit }) => unit),
        column(({ problem }) => problem && writeProblem(problem)),
      ],
    });
  }
}
