import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { unitCalled } from '../people/units.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { nameTaken } from './create-system.ts';
import { lockSystem } from './lock-system.ts';
import { demandSenders, demandUnit, type Manager } from './manager.ts';
import { ownerCalled, type SystemDraft, systemFields } from './system-fields.ts';

/** A whole system as it is to be. */
export interface SystemChange extends SystemDraft {
  /** Of the state that the change was made from. */
  readonly version: number;
  /** Name of its unit. */
  readonly unit: string;
}

const uniqueViolation = '23505';

/**
 * Puts what is said of a system in place of what was. Refuses: not_found, changed_meanwhile, invalid, already_exists,
 * forbidden (another's unit; a right that the manager cannot give; the bootstrap system).
 */
export async function changeSystem(
  ctx: Context,
  manager: Manager,
  id: string,
  change: SystemChange,
): Promise<void> {
  const { name, senders, networks } = systemFields(change);
  await ctx.db.transaction(async (tx) => {
    const system = await lockSystem(tx, manager, id);
    if (system.version !== change.version) throw new Refusal('changed_meanwhile');
    const unit = await unitCalled(tx, change.unit);
    demandUnit(manager, unit);
    // A network is a right to send as all of the patterns.
    const moreNetworks = networks.some((each) => !system.networks.includes(each));
    if (moreNetworks || !system.senders.includes('*')) demandSenders(manager, senders);
    const owner = await ownerCalled(tx, change.owner, system.owner);
    const before = {
      name: system.name,
      from: system.senders,
      owner: system.owner,
      networks: system.networks,
      unit: system.unit,
    };
    const difference = differenceOf(before, { name, from: senders, owner, networks, unit });
    if (!difference) return;
    await tx
      .query(
        `update systems set name = $2, senders = $3, networks = $4::cidr[], owner_id = $5, unit_id = $6,
            version = version + 1
          where id = $1`,
        [id, name, senders, networks, owner, unit],
      )
      .catch((error: unknown) => {
        throw (error as { code?: unknown }).code === uniqueViolation ? nameTaken() : error;
      });
    await recordChange(tx, {
      type: 'system.changed',
      actor: manager.actor,
      kind: 'system',
      subject: id,
      ...difference,
    });
  });
}
