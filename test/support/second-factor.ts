import type { TestDatabase } from './database.ts';

/** As if a second factor had just been proved in every session of a person. */
export async function proveSecondFactor(db: TestDatabase, email: string): Promise<void> {
  const { count } = await db.database.query(
    `update staff_sessions s set factor_at = now(), proven_at = now()
      from people p where p.id = s.person_id and lower(p.email) = lower($1)`,
    [email],
  );
  if (count === 0) throw new Error(`${email} is not signed in`);
}
