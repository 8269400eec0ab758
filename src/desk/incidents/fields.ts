import type { PersonalFields } from '../../evidence/commitment.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { dataKinds, incidentCauses } from '../../message/incidents.ts';
import { isDate } from '../evidence/period.ts';
import { incidentLengths, tidyLine, tidyText } from './incident-text.ts';
import type { Incident } from './incident.ts';
import { invalidField } from './invalid-field.ts';

/** What describes an incident, and is changed together. */
export type IncidentFields = Pick<
  Incident,
  | 'unit'
  | 'awareAt'
  | 'title'
  | 'cause'
  | 'what'
  | 'dataKinds'
  | 'persons'
  | 'records'
  | 'consequences'
  | 'measures'
  | 'responsible'
  | 'deputy'
  | 'reportedAt'
  | 'delayReason'
  | 'followUpOn'
>;

/** Some of them; undefined is as good as absent. */
export type GivenFields = { readonly [Field in keyof IncidentFields]?: IncidentFields[Field] | undefined };

/** What an incident says before anybody has said anything. */
export const nothingKnown: Omit<IncidentFields, 'awareAt' | 'title'> = {
  unit: null,
  cause: null,
  what: '',
  dataKinds: [],
  persons: null,
  records: null,
  consequences: '',
  measures: '',
  responsible: null,
  deputy: null,
  reportedAt: null,
  delayReason: '',
  followUpOn: null,
};

const names = [
  'unit',
  'awareAt',
  'title',
  'cause',
  'what',
  'dataKinds',
  'persons',
  'records',
  'consequences',
  'measures',
  'responsible',
  'deputy',
  'reportedAt',
  'delayReason',
  'followUpOn',
] as const satisfies readonly (keyof IncidentFields)[];

/** Those that are given. */
export const givenOf = (given: GivenFields): Partial<IncidentFields> =>
  Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

/** The columns, in the order of `valuesOf`, and SQL for these as the values from `$index` on. */
export const fieldColumnNames = `unit_id, aware_at, title, cause, what, data_kinds, persons, records, consequences,
  measures, responsible_id, deputy_id, reported_at, delay_reason, follow_up_on`;
const types =
  'uuid timestamptz text text text text[] integer integer text text uuid uuid timestamptz text date';
export const fieldValues = (index: number): string =>
  types
    .split(' ')
    .map((type, place) => `$${index + place}::${type}`)
    .join(', ');
export const valuesOf = (fields: IncidentFields): unknown[] => names.map((name) => fields[name]);

/** What an event commits to. */
export const fieldsOf = (fields: IncidentFields): PersonalFields =>
  Object.fromEntries(names.map((name) => [name, name === 'dataKinds' ? [...fields[name]] : fields[name]]));

const mostPersons = 2_000_000_000;
const firstDay = '2000-01-01';
const lastDay = '2200-12-31';

/** The fields as they will be kept. Refuses invalid, with the `field` and its `problem`. */
export function tidyFields(fields: IncidentFields): IncidentFields {
  const words = (field: 'what' | 'consequences' | 'measures' | 'delayReason') =>
    tidyText(fields[field], field, incidentLengths.words);
  const awareAt = pastInstant(fields.awareAt, 'awareAt');
  const reportedAt = fields.reportedAt === null ? null : pastInstant(fields.reportedAt, 'reportedAt');
  if (reportedAt !== null && Date.parse(reportedAt) < Date.parse(awareAt)) {
    throw invalidField('reportedAt', 'before_aware', 'It was reported before anybody was aware of it.');
  }
  if (fields.cause !== null && !(incidentCauses as readonly string[]).includes(fields.cause)) {
    throw invalidField('cause', 'unknown', 'There is no such cause.');
  }
  if (fields.dataKinds.some((kind) => !(dataKinds as readonly string[]).includes(kind))) {
    throw invalidField('dataKinds', 'unknown', 'There is no such kind of data.');
  }
  return {
    ...fields,
    awareAt,
    reportedAt,
    title: tidyLine(fields.title, 'title', incidentLengths.title),
    what: words('what'),
    consequences: words('consequences'),
    measures: words('measures'),
    delayReason: words('delayReason'),
    dataKinds: dataKinds.filter((kind) => fields.dataKinds.includes(kind)),
    persons: count(fields.persons, 'persons'),
    records: count(fields.records, 'records'),
    followUpOn: fields.followUpOn === null ? null : aDay(fields.followUpOn, 'followUpOn'),
  };
}

function count(value: number | null, field: string): number | null {
  if (value === null || (Number.isSafeInteger(value) && value >= 0 && value <= mostPersons)) return value;
  throw invalidField(field, 'too_many', `“${field}” must be a number from 0 to ${mostPersons}.`);
}

/** A day from 2000 on. Refuses invalid. */
export function aDay(text: string, field: string): string {
  if (isDate(text) && text >= firstDay && text <= lastDay) return text;
  throw invalidField(field, 'no_day', `“${field}” must be a day such as 2026-11-30.`);
}

const instant = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A time (RFC 3339) from 2000 on that is not ahead of the clock. Refuses invalid. */
export function pastInstant(text: string, field: string): string {
  const date = instant.exec(text)?.[1];
  const at = Date.parse(text);
  if (!date || !isDate(date) || date < firstDay || Number.isNaN(at)) {
    throw invalidField(field, 'no_time', `“${field}” must be a time such as 2026-11-22T09:30:00Z.`);
  }
  if (at > Date.now()) throw invalidField(field, 'future', `“${field}” lies in the future.`);
  return text;
}

/** Refuses invalid where somebody named is not of the house, or no longer. */
export async function demandPerson(tx: Queryable, person: string | null, field: string): Promise<void> {
  if (person === null) return;
  const { rows } = isUuid(person)
    ? await tx.query('select from people where id = $1 and deactivated_at is null', [person])
    : { rows: [] };
  if (rows.length === 0) throw invalidField(field, 'unknown', `“${field}” is nobody who works here.`);
}

/** Refuses invalid where there is no such unit. */
export async function demandUnit(tx: Queryable, unit: string | null): Promise<void> {
  if (unit === null) return;
  const { rows } = isUuid(unit) ? await tx.query('select from units where id = $1', [unit]) : { rows: [] };
  if (rows.length === 0) throw invalidField('unit', 'unknown', 'There is no such unit.');
}

/** The same instant, as the database tells it: texts that mean the same are then the same. */
export async function sameZone<Fields extends Pick<IncidentFields, 'awareAt' | 'reportedAt'>>(
  tx: Queryable,
  fields: Fields,
): Promise<Fields> {
  const { rows } = await tx.query<Pick<IncidentFields, 'awareAt' | 'reportedAt'>>(
    'select $1::timestamptz as "awareAt", $2::timestamptz as "reportedAt"',
    [fields.awareAt, fields.reportedAt],
  );
  return { ...fields, ...rows[0]! };
}
