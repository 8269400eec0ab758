import type { Context } from '../../delivery/context.ts';
import { recordChange } from '../record-change.ts';
import { lockSystem } from './lock-system.ts';
import { demandSenders, type Manager } from './manager.ts';

/**
 * Opens a closed system again: its networks count, its secrets stay ended. An open one stays as it is. Refuses: not_found,
 * forbidden (it may send from any address, and the manager cannot give that; the bootstrap system).
 */
export async function openSystem(ctx: Context, manager: Manager, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const system = await lockSystem(tx, manager, id);
    if (!system.closed) return;
    demandSenders(manager, system.senders);
    await tx.query('update systems set revoked_at = null, version = version + 1 where id = $1', [id]);
    await recordChange(tx, {
      type: 'system.changed',
      actor: manager.actor,
      kind: 'system',
      subject: id,
      before: { closed: true },
      after: { closed: false },
    });
  });
}
