import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { resetFactors } from '../account/factors.ts';
import { recordChange } from '../record-change.ts';
import { keepingAnAdministrator } from './keep-an-administrator.ts';
import { type Check, managed } from './managed.ts';
import type { Manager } from './manager.ts';

/**
 * Removes all second factors of somebody who has lost them, and signs them out. Refuses: not_found, forbidden (one's
 * own too: that is done in one's account), last_administrator (a passkey was their only way in).
 */
export const resetPersonFactors = (
  ctx: Context,
  manager: Manager,
  id: string,
  check?: Check,
): Promise<void> =>
  managed(ctx, manager, id, check, async (tx) => {
    if (id.toLowerCase() === manager.actor.id) {
      throw new Refusal('forbidden', 'Change your own second factors in your account.');
    }
    await keepingAnAdministrator(tx, id, async () => {
      const { totp, passkeys, recoveryCodes } = await resetFactors(tx, id);
      if (!totp && passkeys === 0 && recoveryCodes === 0) return;
      await recordChange(tx, {
        type: 'person.factor_removed',
        actor: manager.actor,
        kind: 'person',
        subject: id,
        details: { factor: 'all' },
      });
    });
  });
