import type { Queryable } from '../evidence/ports.ts';
import { Refusal } from '../message/refusals.ts';

/**
 * Makes sure that a session still opens a delivery, and does until the caller's transaction ends: whoever had it may have signed
 * out, be no member of the mailbox any more, or have had a number that was corrected. Refuses gone.
 */
export async function lockSession(
  tx: Queryable,
  { delivery, session }: { readonly delivery: string; readonly session: Buffer },
): Promise<void> {
  const { count } = await tx.query(
    'select from session_deliveries where session_hash = $1 and delivery_id = $2 for key share',
    [session, delivery],
  );
  if (count === 0) throw new Refusal('gone');
}
