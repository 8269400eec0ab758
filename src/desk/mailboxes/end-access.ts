import type { Queryable } from '../../evidence/ports.ts';

/**
 * Ends the codes and the sessions of members whose rows the caller has changed: whoever opens something as one of them either
 * waits for this and is refused, or was first and is signed out.
 */
export async function endAccess(tx: Queryable, members: readonly string[]): Promise<void> {
  await tx.query(
    `update codes set used_at = clock_timestamp(), sealed = null where member_id = any ($1::uuid[]) and used_at is null`,
    [members],
  );
  await tx.query('delete from session_deliveries where member_id = any ($1::uuid[])', [members]);
}
