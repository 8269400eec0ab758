import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import {
  type ColumnKind,
  type Encoding,
  importLimits,
  type RowAction,
  type Separator,
} from '../../message/contact-imports.ts';
import type { Keeper } from './keeper.ts';

/** A file of contacts: looked at first, then applied, and undone where that was wrong. */
export interface Import {
  readonly id: string;
  readonly state: 'preview' | 'applied' | 'undone';
  /** Id of the unit of rows that name none; null: the whole organisation. */
  readonly unit: string | null;
  readonly unitName: string | null;
  /** ISO 8601 UTC with microseconds. */
  readonly createdAt: string;
  readonly appliedAt: string | null;
  readonly undoneAt: string | null;
  /** Of the person or system that sent it; null: somebody erased. */
  readonly by: string | null;
  readonly findings: Findings;
}

/** What was found in a file, and what came of it. */
export interface Findings {
  readonly encoding: Encoding;
  /** Null: there is one column. */
  readonly separator: Separator | null;
  /** The names of the columns that were recognised, as the file has them. */
  readonly columns: Readonly<Partial<Record<ColumnKind, string>>>;
  /** Names of the columns that mean nothing here. */
  readonly ignored: readonly string[];
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** What the file would do, as the preview found it. */
  readonly counts: Readonly<Record<RowAction, number>>;
  /** `skipped`: had changed since the preview. */
  readonly applied?: { readonly added: number; readonly changed: number; readonly skipped: number };
  /** `kept`: had changed since the application. */
  readonly undone?: { readonly deleted: number; readonly restored: number; readonly kept: number };
}

/** SQL over `contact_imports i left join units u left join people p left join systems s`. */
const columns = `i.id, i.state, i.unit_id as unit, u.name as "unitName", i.created_at as "createdAt",
  i.applied_at as "appliedAt", i.undone_at as "undoneAt", coalesce(p.name, s.name) as by, i.findings`;
const tables = `contact_imports i left join units u on u.id = i.unit_id
  left join people p on p.id = i.person_id left join systems s on s.id = i.system_id`;

/** An import is its sender's, and of those who keep all contacts. Both conditions end with what has served its time. */
const reached = `i.state in ('preview', 'applied', 'undone')
  and i.created_at > now() - make_interval(days => ${importLimits.days})
  and ($1::uuid[] is null or $2::uuid in (i.person_id, i.system_id))`;

/** Refuses not_found. */
export const findImport = (db: Queryable, keeper: Keeper, id: string): Promise<Import> =>
  read(db, keeper, id, '');

/** The same, locked until the transaction ends. */
export const lockImport = (tx: Queryable, keeper: Keeper, id: string): Promise<Import> =>
  read(tx, keeper, id, 'for update of i');

async function read(db: Queryable, { actor, units }: Keeper, id: string, lock: string): Promise<Import> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Import>(
    `select ${columns} from ${tables} where ${reached} and i.id = $3 ${lock}`,
    [units, actor.id, id],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/** Newest first, of the last thirty days. */
export async function listImports(db: Queryable, { actor, units }: Keeper): Promise<Import[]> {
  const { rows } = await db.query<Import>(
    `select ${columns} from ${tables} where ${reached} order by i.created_at desc, i.id limit 100`,
    [units, actor.id],
  );
  return rows;
}
