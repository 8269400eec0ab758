import { randomUUID } from 'node:crypto';
import { parseEmailAddress } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { hasDuty } from '../../message/rights.ts';
import { followRenamedUnit } from '../policy.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { refusingDuplicates } from './duplicates.ts';
import type { Manager } from './manager.ts';
import { tidyName } from './tidy-text.ts';
import { lockUnit, type Unit } from './units.ts';

export interface UnitDraft {
  readonly name: string;
  /** Absent or empty: the same as `name`. */
  readonly outwardName?: string | undefined;
  /** Absent or empty: none. */
  readonly functionAddress?: string | null | undefined;
}

const taken = 'There is a unit of this name already.';

/** Adds a unit. Refuses: forbidden, invalid, email_invalid, already_exists. */
export async function createUnit(ctx: Context, manager: Manager, draft: UnitDraft): Promise<string> {
  if (!hasDuty(manager.grants, 'units', null)) throw new Refusal('forbidden');
  const fields = read(draft);
  const id = randomUUID();
  const created = ctx.db.transaction(async (tx) => {
    await tx.query('insert into units (id, name, outward_name, function_address) values ($1, $2, $3, $4)', [
      id,
      fields.name,
      fields.outwardName,
      fields.functionAddress,
    ]);
    await recordChange(tx, {
      type: 'unit.created',
      actor: manager.actor,
      kind: 'unit',
      subject: id,
      before: null,
      after: fields,
    });
    return id;
  });
  return refusingDuplicates(created, taken);
}

/**
 * Changes a unit's names and address; rules that name it follow. Refuses: not_found, forbidden, changed_meanwhile, invalid, email_invalid,
 * already_exists.
 */
export async function changeUnit(
  ctx: Context,
  manager: Manager,
  id: string,
  change: UnitDraft & { readonly version: number },
): Promise<void> {
  const changed = ctx.db.transaction(async (tx) => {
    const before = await lockUnit(tx, id);
    if (!hasDuty(manager.grants, 'units', before.id)) throw new Refusal('forbidden');
    if (before.version !== change.version) throw new Refusal('changed_meanwhile');
    const after = read(change);
    const difference = differenceOf(fieldsOf(before), after);
    if (!difference) return;
    await tx.query(
      `update units set name = $2, outward_name = $3, function_address = $4, version = version + 1
        where id = $1`,
      [id, after.name, after.outwardName, after.functionAddress],
    );
    await recordChange(tx, {
      type: 'unit.changed',
      actor: manager.actor,
      kind: 'unit',
      subject: before.id,
      ...difference,
    });
    if (after.name !== before.name) await followRenamedUnit(tx, manager.actor, before.name, after.name);
  });
  return refusingDuplicates(changed, taken);
}

const fieldsOf = ({ name, outwardName, functionAddress }: Unit) => ({ name, outwardName, functionAddress });

function read(draft: UnitDraft): ReturnType<typeof fieldsOf> {
  const name = tidyName(draft.name);
  const outwardName = draft.outwardName?.trim() ? tidyName(draft.outwardName, 'outwardName') : name;
  const given = draft.functionAddress?.trim();
  const functionAddress = given ? (parseEmailAddress(given) ?? null) : null;
  if (given && !functionAddress) {
    throw new Refusal('email_invalid', undefined, { field: 'functionAddress' });
  }
  return { name, outwardName, functionAddress };
}
