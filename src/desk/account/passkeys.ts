import type { Queryable } from '../../evidence/ports.ts';

/** A passkey (WebAuthn Level 3 §4: a discoverable public key credential) as its owner sees it. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** Null: not since it was added. */
  readonly lastUsedAt: string | null;
  /** Kept by a password manager, and so on more than one device. */
  readonly backedUp: boolean;
}

/** Somebody's passkeys, oldest first. */
export async function listPasskeys(db: Queryable, person: string): Promise<readonly Passkey[]> {
  const { rows } = await db.query<Omit<Passkey, 'id'> & { readonly id: Buffer }>(
    `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt", backed_up as "backedUp"
      from passkeys where person_id = $1 order by created_at, id`,
    [person],
  );
  return rows.map((row) => ({ ...row, id: row.id.toString('base64url') }));
}
