import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialDescriptorJSON,
} from '@simplewebauthn/server';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { checkCounter } from '../passkeys/check-assertion.ts';

/** SQL: the passkey `k` is of the address and number of the delivery `d`, and was not removed. */
export const ownPasskey = '(k.email = lower(d.email) and k.phone = d.phone and k.revoked_at is null)';

/** A passkey as its owner sees it. Times are ISO 8601 UTC. */
export interface OwnPasskey {
  /** The credential id, base64url. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** Kept by a password manager, and so on more than one device. */
  readonly backedUp: boolean;
}

/** The passkeys that open a delivery, oldest first. */
export async function listOwnPasskeys(db: Queryable, delivery: string): Promise<readonly OwnPasskey[]> {
  const { rows } = await db.query<Omit<OwnPasskey, 'id'> & { readonly id: Buffer }>(
    `select k.id, k.name, k.created_at as "createdAt", k.last_used_at as "lastUsedAt", k.backed_up as "backedUp"
      from deliveries d join recipient_passkeys k on ${ownPasskey}
      where d.id = $1 order by k.created_at, k.id`,
    [delivery],
  );
  return rows.map((row) => ({ ...row, id: row.id.toString('base64url') }));
}

/** The same, as a browser is told which of them it may use. */
export async function credentialsOf(
  db: Queryable,
  delivery: string,
): Promise<PublicKeyCredentialDescriptorJSON[]> {
  const { rows } = await db.query<{ id: Buffer; transports: AuthenticatorTransport[] }>(
    `select k.id, k.transports from deliveries d join recipient_passkeys k on ${ownPasskey}
      where d.id = $1 order by k.created_at, k.id`,
    [delivery],
  );
  return rows.map(({ id, transports }) => ({ id: id.toString('base64url'), type: 'public-key', transports }));
}

/** A passkey that answers, before its answer is checked. */
export interface FoundPasskey {
  readonly id: Buffer;
  readonly publicKey: Buffer;
  /** When it was added, as the log has it: ISO 8601 UTC. */
  readonly addedAt: string;
}

/** The passkey that answered, where it opens this delivery. Refuses passkey_invalid. */
export async function findOwnPasskey(
  db: Queryable,
  { id, response }: AuthenticationResponseJSON,
  delivery: string,
): Promise<FoundPasskey> {
  const { rows } = await db.query<FoundPasskey & { userHandle: Buffer }>(
    `select k.id, k.public_key as "publicKey", k.created_at as "addedAt", k.user_handle as "userHandle"
      from deliveries d join recipient_passkeys k on ${ownPasskey} where d.id = $1 and k.id = $2`,
    [delivery, Buffer.from(id, 'base64url')],
  );
  const found = rows[0];
  if (!found) throw new Refusal('passkey_invalid');
  // WebAuthn §7.2, step 6.
  if (response.userHandle && response.userHandle !== found.userHandle.toString('base64url')) {
    throw new Refusal('passkey_invalid');
  }
  return found;
}

/** A passkey whose answer was right. */
export interface UsedPasskey {
  readonly id: Buffer;
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * Marks that a passkey was used for a delivery, in the transaction of what it is used for, which has locked the delivery.
 * Refuses passkey_invalid: it was removed or the number corrected meanwhile, or its counter went back.
 */
export async function useOwnPasskey(
  tx: Queryable,
  { id, counter, backedUp }: UsedPasskey,
  delivery: string,
): Promise<void> {
  const { rows } = await tx.query<{ counter: number }>(
    `select k.counter from deliveries d join recipient_passkeys k on ${ownPasskey}
      where d.id = $1 and k.id = $2 for update of k`,
    [delivery, id],
  );
  if (!rows[0]) throw new Refusal('passkey_invalid');
  checkCounter(rows[0].counter, counter);
  await tx.query(
    'update recipient_passkeys set counter = $2, backed_up = $3, last_used_at = now() where id = $1',
    [id, counter, backedUp],
  );
}
