import argon2 from 'argon2';
import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { recordEvents } from '../../evidence/record-events.ts';
import { argon2Options } from '../code-hash.ts';

/** A code by its argon2id hash, which needs no key of a day. */
export interface HashedCode {
  readonly delivery: string;
  readonly hash: string;
}

export const hashAccessCode = (code: string): Promise<string> => argon2.hash(code, argon2Options);

/**
 * Keeps one code for each delivery, in place of the one before, in the caller's transaction, which has locked the deliveries
 * or made them.
 */
export async function storeAccessCodes(
  tx: Queryable,
  actor: Actor,
  codes: readonly HashedCode[],
): Promise<void> {
  if (codes.length === 0) return;
  await tx.query(
    `insert into access_codes (delivery_id, hash) select * from unnest($1::uuid[], $2::text[])
      on conflict (delivery_id) do update set hash = excluded.hash, created_at = now()`,
    [codes.map(({ delivery }) => delivery), codes.map(({ hash }) => hash)],
  );
  await recordEvents(tx, {
    type: 'delivery.access_code_made',
    actor,
    deliveries: codes.map(({ delivery }) => ({ id: delivery })),
  });
}
