import type { Queryable } from '../../evidence/ports.ts';

const lock = 0x5e91_0006;

/**
 * Whoever writes many contacts does it one after the other: two that touched the same ones in different orders would
 * wait for each other.
 */
export async function lockBulk(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [lock]);
}
