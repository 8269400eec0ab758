import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { usualScopes } from '../../message/scopes.ts';
import { unitCalled } from '../people/units.ts';
import { recordChange } from '../record-change.ts';
import { demandScopes, demandSenders, demandUnit, type Manager } from './manager.ts';
import { addSecret } from './add-secret.ts';
import { secretEnd, secretScopes } from './secret-fields.ts';
import { ownerCalled, type SystemDraft, systemFields } from './system-fields.ts';

/** What the first secret is to be; absent: for sending and what follows from it, without an end. */
export interface FirstSecret {
  readonly scopes?: readonly string[] | undefined;
  /** ISO 8601. */
  readonly expiresAt?: string | null | undefined;
}

/** Adds a system; its secret is shown this once. Refuses: invalid, already_exists, forbidden. */
export async function createSystem(
  ctx: Context,
  manager: Manager,
  draft: SystemDraft,
  first: FirstSecret = {},
): Promise<{ id: string; secret: string }> {
  const { name, senders, networks } = systemFields(draft);
  demandSenders(manager, senders);
  const scopes = secretScopes(first.scopes ?? usualScopes);
  demandScopes(manager, scopes);
  const expiresAt = secretEnd(first.expiresAt ?? null);
  const id = randomUUID();
  return ctx.db.transaction(async (tx) => {
    const unit = await unitCalled(tx, draft.unit);
    demandUnit(manager, unit);
    const owner = await ownerCalled(tx, draft.owner);
    const { count } = await tx.query(
      `insert into systems (id, unit_id, owner_id, name, senders, networks)
        values ($1, $2, $3, $4, $5, $6::cidr[]) on conflict (lower(name)) do nothing`,
      [id, unit, owner, name, senders, networks],
    );
    if (count === 0) throw nameTaken();
    await recordChange(tx, {
      type: 'system.created',
      actor: manager.actor,
      kind: 'system',
      subject: id,
      before: null,
      after: { name, from: senders, owner, networks, unit },
    });
    const { secret } = await addSecret(tx, manager.actor, { system: id, name: 'first', scopes, expiresAt });
    return { id, secret };
  });
}

export const nameTaken = () =>
  new Refusal('already_exists', 'There is a system of this name already.', { field: 'name' });
