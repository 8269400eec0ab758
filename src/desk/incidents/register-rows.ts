import type { CopyValue } from '../../evidence/ports.ts';
import type { Units } from '../../message/rights.ts';
import { safeCellSql } from '../exports/safe-cell.ts';
import { dueSql } from './columns.ts';
import { keptSql } from './keeper.ts';

/** As Excel opens it in Scandinavia: semicolons and a byte order mark. */
export const registerFormats = ['csv', 'excel'] as const;
export type RegisterFormat = (typeof registerFormats)[number];

const stamp = (time: string): string => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const said = safeCellSql;
const counted = (table: string): string => `(select count(*) from ${table} x where x.incident_id = i.id)`;

/** Each column and what stands in it. Fixed: a reader may count on them, and a new one comes at the end. */
const columns: readonly (readonly [name: string, sql: string])[] = [
  ['number', `i.year || '-' || i.n`],
  ['id', 'i.id'],
  ['unit', said('u.name')],
  ['origin', 'i.origin'],
  ['opened_at', stamp('i.opened_at')],
  ['opened_by', said('i.opened_by')],
  ['aware_at', stamp('i.aware_at')],
  ['due_at', stamp(dueSql)],
  ['title', said('i.title')],
  ['cause', 'i.cause'],
  ['what', said('i.what')],
  ['data_kinds', `array_to_string(i.data_kinds, ' ')`],
  ['persons', 'i.persons'],
  ['records', 'i.records'],
  ['consequences', said('i.consequences')],
  ['measures', said('i.measures')],
  ['decision', 'i.decision'],
  ['decision_why', said('i.decision_why')],
  ['decided_by', said('i.decided_by')],
  ['decided_at', stamp('i.decided_at')],
  ['reported_at', stamp('i.reported_at')],
  ['delay_reason', said('i.delay_reason')],
  ['responsible', said('r.name')],
  ['deputy', said('s.name')],
  ['follow_up_on', `to_char(i.follow_up_on, 'YYYY-MM-DD')`],
  ['closed_at', stamp('i.closed_at')],
  ['closed_by', said('i.closed_by')],
  ['messages', counted('incident_messages')],
  ['told', counted('incident_told')],
  ['open_tasks', '(select count(*) from incident_tasks t where t.incident_id = i.id and t.done_at is null)'],
  ['letters', counted('incident_letters')],
];

export const registerColumns: readonly string[] = columns.map(([name]) => name);

/** The `copy` of the register, oldest number first. Lines end as the database ends them. */
export const copyOfRegister = (
  units: Units,
  year: number | undefined,
  format: RegisterFormat,
): { text: string; values: CopyValue[] } => ({
  text: `copy (select ${columns.map(([name, sql]) => `${sql} as "${name}"`).join(', ')}
      from incidents i left join units u on u.id = i.unit_id
        left join people r on r.id = i.responsible_id left join people s on s.id = i.deputy_id
      where ${keptSql('i.unit_id', 1)} and ($2::integer is null or i.year = $2)
      order by i.year, i.n) to stdout (format csv, header, delimiter $3)`,
  values: [units, year ?? null, format === 'excel' ? ';' : ','],
});
