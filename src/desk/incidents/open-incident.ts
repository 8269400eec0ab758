import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { type IncidentOrigin, incidentOrigins } from '../../message/incidents.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import {
  demandPerson,
  demandUnit,
  fieldColumnNames,
  fieldsOf,
  fieldValues,
  type GivenFields,
  givenOf,
  type IncidentFields,
  nothingKnown,
  sameZone,
  tidyFields,
  valuesOf,
} from './fields.ts';
import { demandMessages, linkMessages, type MessageRef } from './incident-messages.ts';
import { invalidField } from './invalid-field.ts';
import { type IncidentKeeper, keeps } from './keeper.ts';

export interface IncidentDraft extends GivenFields {
  readonly origin: IncidentOrigin;
  readonly title: string;
  /** Absent: now. */
  readonly awareAt?: string | undefined;
  /**
   * Id of a unit; null: the whole organisation. Absent: the unit of the messages, where all are of one; else the keeper's,
   * where they keep one.
   */
  readonly unit?: string | null | undefined;
  readonly messages?: readonly MessageRef[] | undefined;
  /** An id made for the form: sent twice, it opens one incident. */
  readonly id?: string | undefined;
}

/** Incidents are opened one after the other, so that a year's numbers have no gap. */
const lock = 0x5e91_000e;

/**
 * Opens an incident and gives its id. Refuses: forbidden (a unit that the keeper does not keep), not_found (a message that
 * is not theirs), invalid (with the `field` and its `problem`).
 */
export async function openIncident(
  ctx: Context,
  keeper: IncidentKeeper,
  { origin, messages = [], id = uuidv7(), ...draft }: IncidentDraft,
): Promise<string> {
  if (!isUuid(id)) throw invalidField('id', 'unknown', '“id” must be an id.');
  if (!incidentOrigins.includes(origin)) throw invalidField('origin', 'unknown', 'There is no such origin.');
  await ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    if (await isOpened(tx, keeper, id)) return;
    await demandMessages(tx, keeper, messages);
    const unit = draft.unit === undefined ? await unitFor(tx, keeper, messages) : draft.unit;
    const start = { ...nothingKnown, awareAt: new Date().toISOString(), title: draft.title };
    const fields = await sameZone(tx, tidyFields({ ...start, ...givenOf(draft), unit }));
    await demandUnit(tx, unit);
    if (!keeps(keeper, unit)) throw new Refusal('forbidden');
    await demandPerson(tx, fields.responsible, 'responsible');
    await demandPerson(tx, fields.deputy, 'deputy');
    const number = await insert(tx, id, origin, keeper.name, fields, ctx.settings.timeZone);
    const linked = await linkMessages(tx, id, messages);
    await recordChange(tx, {
      type: 'incident.opened',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { origin, number, messages: linked.length },
      before: null,
      after: { name: keeper.name, ...fieldsOf(fields), messages: linked },
    });
  });
  return id;
}

/** Whether the form was sent before. Refuses not_found: by somebody else, for a unit that is not the keeper's. */
async function isOpened(tx: Queryable, keeper: IncidentKeeper, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ unit: string | null }>(
    'select unit_id as unit from incidents where id = $1',
    [id],
  );
  if (rows[0] && !keeps(keeper, rows[0].unit)) throw new Refusal('not_found');
  return rows.length > 0;
}

async function unitFor(
  tx: Queryable,
  { units }: IncidentKeeper,
  refs: readonly MessageRef[],
): Promise<string | null> {
  const { rows } = await tx.query<{ unit: string }>(
    'select distinct unit_id as unit from messages where id = any ($1::uuid[]) limit 2',
    [refs.map(({ message }) => message)],
  );
  if (rows.length === 1) return rows[0]!.unit;
  return units?.length === 1 ? units[0]! : null;
}

async function insert(
  tx: Queryable,
  id: string,
  origin: IncidentOrigin,
  by: string,
  fields: IncidentFields,
  timeZone: string,
): Promise<string> {
  const { rows } = await tx.query<{ number: string }>(
    `with moment as (
        select at, extract(year from at at time zone $19)::integer as year from (select clock_timestamp() as at) clock
      )
      insert into incidents (id, origin, opened_by, ${fieldColumnNames}, opened_at, year, n)
        select $1::uuid, $2::text, $3::text, ${fieldValues(4)}, m.at, m.year,
            coalesce((select max(i.n) from incidents i where i.year = m.year), 0) + 1
          from moment m
        returning year || '-' || n as number`,
    [id, origin, by, ...valuesOf(fields), timeZone],
  );
  return rows[0]!.number;
}
