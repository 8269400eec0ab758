import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { recordChange } from '../record-change.ts';
import { liveSecretSql } from './secrets.ts';

/** Ends all live secrets of a system, or the one, and records each. */
export async function endSecrets(
  tx: Queryable,
  actor: Actor,
  system: string,
  secret: string | null = null,
): Promise<void> {
  const { rows } = await tx.query<{ id: string; name: string; scopes: string[] }>(
    `update system_secrets k set revoked_at = now()
      where k.system_id = $1 and ($2::uuid is null or k.id = $2) and ${liveSecretSql}
      returning k.id, k.name, k.scopes`,
    [system, secret],
  );
  for (const { id, name, scopes } of rows) {
    await recordChange(tx, {
      type: 'secret.revoked',
      actor,
      kind: 'system',
      subject: system,
      details: { secret: id },
      before: { name, scopes },
      after: null,
    });
  }
}
