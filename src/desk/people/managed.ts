import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { demandChange, type Manager } from './manager.ts';
import { lockPerson, type Person } from './person.ts';

/** What a door asks besides of somebody who is about to be changed: throws where that must not be. */
export type Check = (person: Person) => void;

/**
 * Does something to a person in one transaction, held so that nobody else changes them meanwhile, after asking whether
 * the manager may. Refuses not_found, forbidden, and what `check` refuses.
 */
export const managed = <Result>(
  ctx: Context,
  manager: Manager,
  id: string,
  check: Check | undefined,
  work: (tx: Queryable, person: Person) => Promise<Result>,
  demand: (manager: Manager, person: Person) => void = demandChange,
): Promise<Result> =>
  ctx.db.transaction(async (tx) => {
    const person = await lockPerson(tx, id);
    demand(manager, person);
    check?.(person);
    return work(tx, person);
  });
