import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Searcher } from '../evidence/search.ts';
import type { Terms } from '../evidence/terms.ts';
import type { ExportFormat } from './columns.ts';

/** Days for which a file is kept. */
export const exportDays = 7;

export type ExportState = 'waiting' | 'working' | 'done' | 'ended';

/** A file of evidence that somebody asked for. Times are ISO 8601 UTC. */
export interface Export {
  readonly id: string;
  /** The id of who asked for it, and their name. */
  readonly person: string;
  readonly by: string;
  readonly madeAt: string;
  readonly until: string;
  readonly state: ExportState;
  readonly format: ExportFormat;
  /** Null: erased. */
  readonly terms: Terms | null;
  /** Entries of the log that it goes through, and how many of them it has. */
  readonly size: number;
  readonly next: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly jwe: string;
  readonly manifest: Buffer | null;
}

/**
 * SQL over `exports x`, with the id of who asks as `$1` and their units as `$2`: they made it, or see everybody's; and there
 * is nothing in it that they may not see now.
 */
const visibleSql = `(x.person_id = $1::uuid or $2::uuid[] is null) and ($2::uuid[] is null or x.units <@ $2::uuid[])`;

const select = `select x.id, x.person_id as person, p.name as by, x.made_at as "madeAt", x.state, x.format,
    x.made_at + interval '${exportDays} days' as until, f.fields -> 'terms' as terms, x.size, x.next, x.rows, x.bytes,
    x.sha256, x.jwe, x.manifest
  from exports x join people p on p.id = x.person_id left join event_fields f on f.event = x.event`;

/** Files that somebody may see, newest first. */
export async function listExports(db: Queryable, { actor, units }: Searcher): Promise<Export[]> {
  const { rows } = await db.query<Export>(`${select} where ${visibleSql} order by x.id desc limit 100`, [
    actor.id,
    units,
  ]);
  return rows;
}

/** One of them. Refuses not_found. */
export async function findExport(db: Queryable, { actor, units }: Searcher, id: string): Promise<Export> {
  const { rows } = isUuid(id)
    ? await db.query<Export>(`${select} where ${visibleSql} and x.id = $3`, [actor.id, units, id])
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}
