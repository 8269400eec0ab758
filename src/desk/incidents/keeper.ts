import { type Keeper, keptSql, keeps } from '../contacts/keeper.ts';

export { keeps, keptSql };

/** Somebody who looks after incidents, and those of which units; those of the whole organisation where `units` is null. */
export interface IncidentKeeper extends Keeper {
  readonly name: string;
}
