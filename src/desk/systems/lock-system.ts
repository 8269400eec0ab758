import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { isBootstrap } from './system-fields.ts';
import { type Manager, managesUnit } from './manager.ts';

export interface LockedSystem {
  readonly id: string;
  readonly name: string;
  readonly senders: readonly string[];
  readonly networks: readonly string[];
  /** Ids of the person and the unit. */
  readonly owner: string | null;
  readonly unit: string;
  readonly version: number;
  readonly closed: boolean;
}

/**
 * A system that is about to be changed, or its secrets; whoever else would do so waits. Refuses: not_found, also where
 * the manager does not look after it; forbidden for the system of SEGL_BOOTSTRAP_TOKEN.
 */
export async function lockSystem(tx: Queryable, manager: Manager, id: string): Promise<LockedSystem> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await tx.query<LockedSystem>(
    `select id, name, senders, networks::text[] as networks, owner_id as owner, unit_id as unit, version,
        revoked_at is not null as closed
      from systems where id = $1 for no key update`,
    [id],
  );
  const system = rows[0];
  if (!system || !managesUnit(manager, system.unit)) throw new Refusal('not_found');
  if (isBootstrap(system.name)) {
    throw new Refusal(
      'forbidden',
      'This system is made by SEGL_BOOTSTRAP_TOKEN. Change or remove that setting, and start Segl again.',
    );
  }
  return system;
}

/** Refuses gone. */
export function demandOpen({ closed }: LockedSystem): void {
  if (closed) throw new Refusal('gone', 'This system is closed. Open it first.');
}
