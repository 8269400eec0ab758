import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import {
  demandPerson,
  demandUnit,
  fieldColumnNames,
  fieldsOf,
  fieldValues,
  type GivenFields,
  givenOf,
  sameZone,
  tidyFields,
  valuesOf,
} from './fields.ts';
import { type IncidentKeeper, keeps } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';
import { ringAgain } from './ring-again.ts';

/**
 * Changes what describes an incident; fields that are not given stay. `version` is the one that they were changed from.
 * Whoever answers for it may have left meanwhile: only somebody new must be of the house. Refuses: not_found, already_closed,
 * changed_meanwhile, forbidden, invalid (with the `field` and its `problem`).
 */
export async function changeIncident(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  version: number,
  given: GivenFields,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const stands = await lockOpenIncident(tx, keeper, id, version);
    const fields = await sameZone(tx, tidyFields({ ...stands, ...givenOf(given) }));
    const difference = differenceOf(fieldsOf(stands), fieldsOf(fields));
    if (!difference) return;
    if (fields.unit !== stands.unit) {
      await demandUnit(tx, fields.unit);
      if (!keeps(keeper, fields.unit)) throw new Refusal('forbidden');
    }
    for (const field of ['responsible', 'deputy'] as const) {
      if (fields[field] !== stands[field]) await demandPerson(tx, fields[field], field);
    }
    await tx.query(
      `update incidents set (${fieldColumnNames}) = row (${fieldValues(2)}), version = version + 1 where id = $1`,
      [id, ...valuesOf(fields)],
    );
    if (fields.awareAt !== stands.awareAt) await ringAgain(tx, id);
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'fields', fields: Object.keys(difference.after).join(' ') },
      ...difference,
    });
  });
}
