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
  await tx.query('delete from mailbox_sessions where member_id = any ($1::uuid[])', [members]);
  await tx.query('delete from mailbox_codes where member_id = any ($1::uuid[])', [members]);
}

/** Ends the link of a mailbox, which the caller has locked, where nobody is left to keep it: with its codes and sessions. */
export async function endUnownedLink(tx: Queryable, mailbox: string): Promise<void> {
  await tx.query(
    `delete from mailbox_links where mailbox_id = $1 and not exists (
      select from mailbox_members p where p.mailbox_id = $1 and p.is_owner and p.ended_at is null)`,
    [mailbox],
  );
}
