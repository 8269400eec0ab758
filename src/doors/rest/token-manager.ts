import type { Manager } from '../../desk/systems/manager.ts';
import type { Call } from './operation.ts';

/** A token with the scope `systems` looks after all of them, and gives no scope that it lacks. */
export const managerOf = ({ actor, system }: Pick<Call<unknown, unknown>, 'actor' | 'system'>): Manager => ({
  actor,
  units: null,
  scopes: system.scopes,
});
