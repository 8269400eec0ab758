import type { Queryable } from '../../evidence/ports.ts';

/** What somebody has to prove who they are besides a password. */
export interface Factors {
  readonly totp: boolean;
  readonly passkeys: number;
  /** That were not used. */
  readonly recoveryCodes: number;
}

export async function factorsOf(db: Queryable, person: string): Promise<Factors> {
  const { rows } = await db.query<Factors>(
    `select exists (select from totp_secrets where person_id = $1 and confirmed_at is not null) as totp,
        (select count(*)::int from passkeys where person_id = $1) as passkeys,
        (select count(*)::int from recovery_codes where person_id = $1 and used_at is null) as "recoveryCodes"`,
    [person],
  );
  return rows[0]!;
}

/** Whether somebody has a second factor: then every sign-in by password asks for it. */
export const hasFactor = ({ totp, passkeys }: Factors): boolean => totp || passkeys > 0;
