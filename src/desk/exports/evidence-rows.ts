import type { CopyValue } from '../../evidence/ports.ts';
import { eventTypes } from '../../message/event-types.ts';
import type { Units } from '../../message/rights.ts';
import { likeOf } from '../evidence/address-term.ts';
import { fromSql, toSql } from '../evidence/period.ts';
import type { Terms } from '../evidence/terms.ts';
import type { ExportFormat } from './columns.ts';
import { safeCellSql } from './safe-cell.ts';

/** What an export holds, and how it is written. */
export interface EvidenceQuery {
  /** A status narrows no export: events have none. */
  readonly terms: Omit<Terms, 'status'>;
  /** Whose messages; null: everything, also what was done about no message. */
  readonly units: Units;
  readonly format: ExportFormat;
  /** Of CSV; a comma unless told. */
  readonly delimiter?: string | undefined;
  readonly timeZone: string;
}

/** A stretch of the log: the indices from `from` to before `to`, or those that are listed. */
export interface Stretch {
  readonly log: number;
  readonly from: number;
  readonly to: number;
  readonly only?: readonly number[] | undefined;
}

const uris = JSON.stringify(
  Object.fromEntries(Object.entries(eventTypes).map(([type, { uri }]) => [type, uri])),
);

const stamp = `to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const opening = `case when e.commitment is null then 'none' when f.event is null then 'erased' else 'disclosed' end`;
/** Addresses are the one text that no JSON has freed of line ends: each record is one line. */
const oneLine = (text: string): string => `translate(${text}, E'\\n\\r\\t', '   ')`;
const sender = oneLine("nullif(m.sender_address, '')");
const recipient = oneLine("nullif(d.email, '')");

const cells = `l.index, l.event, ${stamp}, e.type, $8::jsonb ->> e.type, e.message, e.delivery, e.seq, e.actor, e.actor_id,
  ${safeCellSql(sender)}, ${safeCellSql(recipient)}, ${safeCellSql('e.details::text')}, ${opening},
  ${safeCellSql('f.fields::text')}, encode(f.k, 'hex'), encode(e.commitment, 'hex')`;

const text = (value: string): string => `coalesce(to_json(${value})::text, 'null')`;
const id = (value: string): string => `coalesce('"' || ${value} || '"', 'null')`;
/** An object for each event, written by hand: json_build_object takes twice the time. */
const line = `'{"index":' || l.index || ',"event":"' || l.event || '","at":"' || ${stamp} || '","type":"' || e.type ||
  '","uri":' || ${id('($8::jsonb ->> e.type)')} || ',"message":' || ${id('e.message')} || ',"delivery":' || ${id('e.delivery')} ||
  ',"seq":' || coalesce(e.seq::text, 'null') || ',"actor":{"kind":"' || e.actor || '","id":"' || e.actor_id ||
  '"},"sender":' || ${text(sender)} || ',"recipient":' || ${text(recipient)} || ',"details":' || e.details ||
  ',"opening":' || case when e.commitment is null then 'null' when f.event is null then '"erased"'
    else '{"k":"' || encode(f.k, 'base64') || '","fields":' || f.fields || '}' end ||
  ',"entry":' || to_json(convert_from(l.entry, 'UTF8')) || '}'`;

const wanted = (zone: string): string => `l.log = $1 and
  ($4::text is null or e.at >= ${fromSql(4, zone)}) and ($5::text is null or e.at < ${toSql(5, zone)}) and
  ($6::text is null or lower(m.sender_address) like $6) and ($7::text is null or lower(d.email) like $7) and
  ($9::text is null or e.type = $9) and ($10::uuid is null or e.message = $10::uuid) and
  ($11::text[] is null or m.unit_id = any ($11::uuid[]))`;

/**
 * Each event is looked up by its id, whatever the planner thinks of so many: it would read the whole table for a stretch of
 * it. What a message's and a delivery's own rows say now is shown beside; an erased one says nothing.
 */
const found = `log_entries l
  join lateral (select * from events where id = l.event offset 0) e on true
  left join lateral (select * from event_fields where event = l.event offset 0) f on true
  left join lateral (select unit_id, sender_address from messages where id = e.message offset 0) m on true
  left join lateral (select email from deliveries where id = e.delivery offset 0) d on true`;

/** The `copy` of a stretch, in log order, a line for each event. Lines of CSV end as the database ends them. */
export function copyOfRows(query: EvidenceQuery, stretch: Stretch): { text: string; values: CopyValue[] } {
  const where = stretch.only
    ? `l.index = any ($13::text[]::bigint[]) and l.index >= $2 and l.index < $3`
    : 'l.index >= $2 and l.index < $3';
  const select = (what: string) =>
    `copy (select ${what} from ${found} where ${where} and ${wanted('$12')} order by l.index) to stdout`;
  const { terms, units, format, delimiter = ',', timeZone } = query;
  const values: CopyValue[] = [
    stretch.log,
    stretch.from,
    stretch.to,
    ...termValues(terms),
    units,
    timeZone,
    stretch.only?.map(String) ?? null,
    format === 'excel' ? ';' : delimiter,
  ];
  // No JSON holds these control characters as they are, so that nothing is quoted and each line comes as it was made.
  return format === 'jsonl'
    ? { text: `${select(line)} (format csv, delimiter E'\\x02', quote E'\\x01', escape E'\\x01')`, values }
    : { text: `${select(cells)} (format csv, delimiter $14)`, values };
}

function termValues({ from, to, sender, recipient, type, message }: EvidenceQuery['terms']): CopyValue[] {
  return [
    from ?? null,
    to ?? null,
    sender ? likeOf(sender) : null,
    recipient ? likeOf(recipient) : null,
    uris,
    type ?? null,
    message ?? null,
  ];
}
