import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { lineColumns } from './columns.ts';
import type { IncidentLine } from './incident.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

export interface IncidentQuery {
  /** In whose numbers it is counted. */
  readonly year?: number | undefined;
  /** True: those that are open; false: those that are closed. */
  readonly open?: boolean | undefined;
  /** About this message. */
  readonly message?: string | undefined;
  /** `number`, unless told: newest first. `due`: whose 72 hours end first. */
  readonly by?: 'number' | 'due' | undefined;
  /** The id of the incident after which to go on. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The register (GDPR art. 33(5)). `next`: where to go on. Refuses gone: there is no `after`. */
export async function listIncidents(
  { db }: Context,
  { units }: IncidentKeeper,
  { year, open, message, by = 'number', after, limit }: IncidentQuery,
): Promise<{ incidents: IncidentLine[]; next?: string }> {
  if (message !== undefined && !isUuid(message)) return { incidents: [] };
  if (after !== undefined && !(await isThere(db, after))) {
    throw new Refusal('gone', 'There is no incident after which to go on. Start the list again.');
  }
  const { rows } = await db.query<IncidentLine>(
    `select ${lineColumns} from incidents i left join units u on u.id = i.unit_id
      where ${keptSql('i.unit_id', 1)} and ($2::integer is null or i.year = $2)
        and ($3::boolean is null or (i.closed_at is null) = $3)
        and ($4::uuid is null or i.id in (select m.incident_id from incident_messages m where m.message_id = $4))
        and ($5::uuid is null or ${following[by]}) order by ${orders[by]} limit $6`,
    [units, year ?? null, open ?? null, message ?? null, after ?? null, limit + 1],
  );
  const incidents = rows.slice(0, limit);
  return rows.length > limit ? { incidents, next: incidents.at(-1)!.id } : { incidents };
}

const orders = { number: 'i.year desc, i.n desc', due: 'i.aware_at, i.id' } as const;
const following = {
  number: '(i.year, i.n) < (select a.year, a.n from incidents a where a.id = $5)',
  due: '(i.aware_at, i.id) > (select a.aware_at, a.id from incidents a where a.id = $5)',
} as const;

const isThere = async (db: Queryable, id: string): Promise<boolean> =>
  isUuid(id) && (await db.query('select from incidents where id = $1', [id])).count > 0;
