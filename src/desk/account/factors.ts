import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import type { Grant, StaffSession } from '../staff.ts';
import { endSessions } from './end-sessions.ts';

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

/** Whether somebody's roles need a second factor. */
export const needsFactor = (held: readonly Grant[]): boolean => held.some(({ role }) => role !== 'sender');

/** Minutes for which a proof lets somebody add and remove factors. */
const freshMinutes = 10;

/**
 * Whether somebody may add or remove factors in a session: for a while after proving one or, where they have none yet,
 * after signing in. A cookie that was taken changes none, and a password alone no more once there is a factor.
 */
export const mayChangeFactors = (session: StaffSession, factors: Factors): boolean =>
  session.provenSecondsAgo < freshMinutes * 60 && (session.secondFactor || !hasFactor(factors));

export type FactorKind = 'totp' | 'passkey' | 'recovery_codes';

/** Records that a person added or removed one of their own factors. */
export const recordFactor = (
  tx: Queryable,
  type: 'person.factor_added' | 'person.factor_removed',
  person: string,
  factor: FactorKind,
): Promise<string> =>
  recordChange(tx, {
    type,
    actor: { kind: 'staff', id: person },
    kind: 'person',
    subject: person,
    details: { factor },
  });

/**
 * To be called after a factor was removed, in the same transaction: refuses second_factor_needed where none is left to
 * somebody whose roles need one. Recovery codes that stand in for nothing any more go too.
 */
export async function afterRemoval(tx: Queryable, person: string): Promise<void> {
  // Two removals at once: whichever gets the lock second sees what the first has left.
  await tx.query('select from people where id = $1 for no key update', [person]);
  if (hasFactor(await factorsOf(tx, person))) return;
  const { rows } = await tx.query<Grant>('select role, unit_id as unit from grants where person_id = $1', [
    person,
  ]);
  if (needsFactor(rows)) {
    throw new Refusal('second_factor_needed', 'Your roles need a second factor. Add another one first.');
  }
  const { count } = await tx.query('delete from recovery_codes where person_id = $1', [person]);
  if (count > 0) await recordFactor(tx, 'person.factor_removed', person, 'recovery_codes');
}

/**
 * Removes everything that somebody proves themselves with besides a password, and ends their sessions. Gives what there
 * was; the caller records it, for it knows who did it.
 */
export async function resetFactors(tx: Queryable, person: string): Promise<Factors> {
  const had = await factorsOf(tx, person);
  for (const table of ['totp_secrets', 'passkeys', 'passkey_challenges', 'recovery_codes']) {
    await tx.query(`delete from ${table} where person_id = $1`, [person]);
  }
  await endSessions(tx, person);
  return had;
}
