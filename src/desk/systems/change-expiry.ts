import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Scope } from '../../message/scopes.ts';
import { recordChange } from '../record-change.ts';
import { demandOpen, lockSystem } from './lock-system.ts';
import { demandScopes, demandSenders, type Manager } from './manager.ts';
import { secretEnd } from './secret-fields.ts';
import { liveSecretSql } from './secrets.ts';

/** ISO 8601; null: no end. `was`: the end that the change was made from, as it was told. */
export interface ExpiryChange {
  readonly was: string | null;
  readonly expiresAt: string | null;
}

/**
 * Gives a live secret another end. Refuses: not_found, gone (it has ended, or its system is closed), changed_meanwhile,
 * invalid, forbidden: whoever lets a secret live on gives what it may be used for.
 */
export async function changeExpiry(
  ctx: Context,
  manager: Manager,
  system: string,
  secret: string,
  change: ExpiryChange,
): Promise<void> {
  const expiresAt = secretEnd(change.expiresAt);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockSystem(tx, manager, system);
    const { rows } = await tx.query<{ was: string | null; scopes: Scope[]; live: boolean }>(
      `select k.expires_at as was, k.scopes, ${liveSecretSql} as live
        from system_secrets k where k.id = $1 and k.system_id = $2`,
      [isUuid(secret) ? secret : null, system],
    );
    const found = rows[0];
    if (!found) throw new Refusal('not_found');
    demandOpen(locked);
    if (!found.live) throw new Refusal('gone', 'This secret has ended: make a new one.');
    if (found.was !== change.was) throw new Refusal('changed_meanwhile');
    demandSenders(manager, locked.senders);
    demandScopes(manager, found.scopes);
    if (found.was === expiresAt) return;
    await tx.query('update system_secrets set expires_at = $2 where id = $1', [secret, expiresAt]);
    await recordChange(tx, {
      type: 'secret.changed',
      actor: manager.actor,
      kind: 'system',
      subject: system,
      details: { secret },
      before: { expiresAt: found.was },
      after: { expiresAt },
    });
  });
}
