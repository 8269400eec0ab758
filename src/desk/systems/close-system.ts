import type { Context } from '../../delivery/context.ts';
import { recordChange } from '../record-change.ts';
import { lockSystem } from './lock-system.ts';
import type { Manager } from './manager.ts';
import { endSecrets } from './end-secrets.ts';

/**
 * Closes a system: its secrets end for good, its networks count no longer. Gateways hear of it within a second. A closed
 * one stays as it is. Refuses: not_found, forbidden (the bootstrap system).
 */
export async function closeSystem(ctx: Context, manager: Manager, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const system = await lockSystem(tx, manager, id);
    if (system.closed) return;
    await tx.query('update systems set revoked_at = now(), version = version + 1 where id = $1', [id]);
    await recordChange(tx, { type: 'system.revoked', actor: manager.actor, kind: 'system', subject: id });
    await endSecrets(tx, manager.actor, id);
  });
}
