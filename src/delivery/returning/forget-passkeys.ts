import type { Queryable } from '../../evidence/ports.ts';

/** Forgets passkeys that were removed a month ago, and what nobody answered. */
export async function sweepPasskeys(db: Queryable): Promise<void> {
  await db.query("delete from recipient_passkeys where revoked_at < now() - interval '30 days'");
  await db.query('delete from recipient_challenges where expires_at < now()');
}

/** The addresses of these deliveries, in lower case: to be asked before these are erased. */
export async function addressesOf(tx: Queryable, deliveries: readonly string[]): Promise<readonly string[]> {
  const { rows } = await tx.query<{ email: string }>(
    'select distinct lower(email) as email from deliveries where id = any ($1::uuid[])',
    [deliveries],
  );
  return rows.map(({ email }) => email);
}

/**
 * Forgets the passkeys of these addresses where no delivery is left to them and their number. Deliveries lose either by erasure
 * and by a correction alone, so whoever does one of these says it, after that.
 */
export async function forgetPasskeys(tx: Queryable, emails: readonly string[]): Promise<void> {
  // Of two that forget the last two deliveries at once, the second sees what the first has done.
  await tx.query('select from recipient_passkeys where email = any ($1::text[]) order by id for update', [
    emails,
  ]);
  await tx.query(
    `delete from recipient_passkeys k where k.email = any ($1::text[])
      and not exists (select from deliveries d where lower(d.email) = k.email and d.phone = k.phone)`,
    [emails],
  );
}
