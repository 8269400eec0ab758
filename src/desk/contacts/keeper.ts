import type { Actor } from '../../delivery/message-access.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';

/** Somebody who keeps contacts, and those of which units. */
export interface Keeper {
  readonly actor: Actor;
  /** Null: of all of them, and of the whole organisation. */
  readonly units: Units;
}

/** `unit` is null for contacts of the whole organisation. */
export const keeps = ({ units }: Keeper, unit: string | null): boolean =>
  units === null || (unit !== null && units.includes(unit));

/** Refuses forbidden. */
export function checkKeeps(keeper: Keeper, unit: string | null): void {
  if (!keeps(keeper, unit)) throw new Refusal('forbidden');
}

/** SQL: the unit in `column` is among the keeper's `units`, which are the value at `$index`. */
export const keptSql = (column: string, index: number): string =>
  `($${index}::uuid[] is null or ${column} = any ($${index}::uuid[]))`;
