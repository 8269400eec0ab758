import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { endSecrets } from './end-secrets.ts';
import { lockSystem } from './lock-system.ts';
import type { Manager } from './manager.ts';

/**
 * Ends a secret at once and for good. Gateways hear of it within a second. One that has ended stays as it is. Refuses:
 * not_found, forbidden (the bootstrap system).
 */
export async function revokeSecret(
  ctx: Context,
  manager: Manager,
  system: string,
  secret: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockSystem(tx, manager, system);
    const { count } = await tx.query('select from system_secrets where id = $1 and system_id = $2', [
      isUuid(secret) ? secret : null,
      system,
    ]);
    if (count === 0) throw new Refusal('not_found');
    await endSecrets(tx, manager.actor, system, secret);
  });
}
