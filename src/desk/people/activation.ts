import type { Context } from '../../delivery/context.ts';
import { deactivatePerson, reactivatePerson } from './deactivate-person.ts';
import { type Check, managed } from './managed.ts';
import { demandChange, demandDeactivation, type Manager } from './manager.ts';

/**
 * Deactivates a person, or activates them again, as a manager may. `false`: they were so already. Refuses: not_found,
 * forbidden, last_administrator.
 */
export const setActive = (
  ctx: Context,
  manager: Manager,
  id: string,
  active: boolean,
  check?: Check,
): Promise<boolean> =>
  managed(
    ctx,
    manager,
    id,
    check,
    (tx) =>
      active
        ? reactivatePerson(tx, manager.actor, id)
        : deactivatePerson(tx, manager.actor, id, 'administrator'),
    active ? demandChange : demandDeactivation,
  );
