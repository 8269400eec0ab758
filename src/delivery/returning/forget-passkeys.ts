import type { Queryable } from '../../evidence/ports.ts';

const unused = 'not exists (select from deliveries d where lower(d.email) = k.email and d.phone = k.phone)';

/** Forgets the passkeys of addresses and numbers to which no delivery is left, and those that were removed a month ago. */
export async function sweepPasskeys(db: Queryable): Promise<void> {
  await db.query(
    `delete from recipient_passkeys k where k.revoked_at < now() - interval '30 days' or ${unused}`,
  );
  await db.query('delete from recipient_challenges where expires_at < now()');
}

/** The addresses of these deliveries, in lower case: to be asked before they are erased. */
export async function addressesOf(tx: Queryable, deliveries: readonly string[]): Promise<readonly string[]> {
  const { rows } = await tx.query<{ email: string }>(
    'select distinct lower(email) as email from deliveries where id = any ($1::uuid[])',
    [deliveries],
  );
  return rows.map(({ email }) => email);
}

/** Forgets the passkeys of these addresses where no delivery is left to them. */
export async function forgetPasskeys(tx: Queryable, emails: readonly string[]): Promise<void> {
  await tx.query(`delete from recipient_passkeys k where k.email = any ($1::text[]) and ${unused}`, [emails]);
}
