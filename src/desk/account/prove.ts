import { spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { factorsOf, hasFactor } from './factors.ts';
import { verifyPassword } from './password.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { proveSecondFactor, type SignInClient } from './sessions.ts';
import { matchTotp, openTotpSecret, readTotpCode, startOfStep, type TotpMatch } from './totp.ts';
import { codeTries, type KnownDevice, sessionTries } from './tries.ts';

/** Somebody in a session, pending or open, who shows that it is them. */
export interface Claimant {
  readonly person: string;
  /** The session's secret. */
  readonly session: string;
  readonly client: SignInClient;
  readonly device: KnownDevice | undefined;
}

/**
 * Proves a second factor by the six digits of an app. Each code is taken once. Refuses: wrong_code, code_used, clock_off
 * (right for another time within ten minutes), budget_spent, gone (the secret can be read no more), unauthenticated (the
 * session ended).
 */
export async function proveByCode(ctx: Context, claimant: Claimant, typed: string): Promise<void> {
  const { person, session, device } = claimant;
  const code = readTotpCode(typed);
  if (!code) throw new Refusal('wrong_code');
  // Counted before the comparison, and also where that fails.
  await ctx.db.transaction((tx) => spend(tx, codeTries(session, person, device)));
  const { rows } = await ctx.db.query<{ sealed: string }>(
    'select sealed from totp_secrets where person_id = $1 and confirmed_at is not null',
    [person],
  );
  if (!rows[0]) throw new Refusal('wrong_code');
  const secret = await openTotpSecret(ctx, person, rows[0].sealed);
  if (secret === undefined) {
    throw new Refusal('gone', 'The secret behind these codes can be read no more. Use a recovery code.');
  }
  const match = matchTotp(secret, code);
  if (!match) throw new Refusal('wrong_code');
  if (match.clock === 'off') {
    await spoil(ctx.db, person, match);
    throw new Refusal('clock_off');
  }
  await ctx.db.transaction(async (tx) => {
    await takeStep(tx, person, match);
    await prove(tx, claimant);
  });
}

const spoilt = 'totp/spoilt';

/**
 * Whoever was told that a code fits another time could wait for that time. So its step is kept among the counts, which
 * are swept when it is over, and its code is never taken.
 */
const spoil = (db: Queryable, person: string, { step }: TotpMatch) =>
  db.query(
    `insert into budgets (scope, subject, window_start, used) values ($1, $2, to_timestamp($3), 1)
      on conflict do nothing`,
    [spoilt, person, startOfStep(step)],
  );

async function takeStep(tx: Queryable, person: string, { step }: TotpMatch): Promise<void> {
  const { count } = await tx.query(
    `update totp_secrets set last_step = $2 where person_id = $1 and last_step < $2 and not exists (
      select from budgets where scope = $3 and subject = $1::text and window_start = to_timestamp($4))`,
    [person, step, spoilt, startOfStep(step)],
  );
  if (count === 0) throw new Refusal('code_used');
}

/** Proves a second factor by a recovery code. Refuses: wrong_code, code_used, budget_spent, unauthenticated. */
export async function proveByRecoveryCode(ctx: Context, claimant: Claimant, typed: string): Promise<void> {
  await ctx.db.transaction((tx) => spend(tx, sessionTries(claimant.session)));
  if (!hasFactor(await factorsOf(ctx.db, claimant.person))) throw new Refusal('wrong_code');
  await ctx.db.transaction(async (tx) => {
    await useRecoveryCode(tx, claimant.person, typed);
    await prove(tx, claimant);
  });
}

async function prove(tx: Queryable, { session, client }: Claimant): Promise<void> {
  if (!(await proveSecondFactor(tx, session, client))) throw new Refusal('unauthenticated');
}

/**
 * Shows by the password that it is still the same person, in an open session of somebody who has no second factor: their
 * rights stay as they are. Refuses: forbidden (they have a factor, or no password), invalid (not the password),
 * budget_spent.
 */
export async function proveByPassword(ctx: Context, claimant: Claimant, password: string): Promise<void> {
  const { person, session } = claimant;
  if (hasFactor(await factorsOf(ctx.db, person))) throw new Refusal('forbidden');
  await checkPassword(ctx, person, session, password);
  await ctx.db.query('update staff_sessions set proven_at = now() where id_hash = $1 and not pending', [
    hashToken(session),
  ]);
}

/** Refuses: forbidden (they have none), invalid (another one), budget_spent. */
export async function checkPassword(
  ctx: Context,
  person: string,
  session: string,
  password: string,
): Promise<void> {
  const { rows } = await ctx.db.query<{ hash: string }>(
    'select password_hash as hash from people where id = $1 and password_hash is not null',
    [person],
  );
  if (!rows[0]) throw new Refusal('forbidden');
  await ctx.db.transaction((tx) => spend(tx, sessionTries(session)));
  if (!(await verifyPassword(rows[0].hash, password))) {
    throw new Refusal('invalid', 'That is not your password.');
  }
}
