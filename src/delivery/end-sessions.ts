import type { Queryable } from '../evidence/ports.ts';

/** By what a session was opened, as `delivery.code_verified` (`code`) and `delivery.identity_verified` say. */
type Method = 'code' | 'passkey' | 'eid' | 'access_code';

/**
 * Ends the recipient's own sessions of a delivery that were proved in one of these ways, in the caller's transaction, which has
 * locked the delivery. Sessions of members of a shared mailbox, who have phones of their own, go on.
 */
export async function endSessions(
  tx: Queryable,
  delivery: string,
  methods: readonly Method[],
): Promise<void> {
  await tx.query(
    `delete from session_deliveries sd using recipient_sessions s
      where sd.delivery_id = $1 and sd.member_id is null and s.id_hash = sd.session_hash
        and exists (select from events e where e.delivery = sd.delivery_id
          and e.type in ('delivery.code_verified', 'delivery.identity_verified')
          and e.details ->> 'session' = s.public_id::text
          and coalesce(e.details ->> 'method', 'code') = any ($2))`,
    [delivery, methods],
  );
}
