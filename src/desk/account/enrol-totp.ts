import { spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember } from '../staff.ts';
import { afterRemoval, factorsOf, mayChangeFactors, recordFactor } from './factors.ts';
import { holdAccount } from './hold-account.ts';
import { proveSecondFactor, type SignInClient } from './sessions.ts';
import { matchTotp, newTotpSecret, openTotpSecret, readTotpCode, sealTotpSecret } from './totp.ts';

/** Minutes for which a new secret waits for its first code. */
const patienceMinutes = 60;

/** Makes a secret that counts as soon as `confirmTotp` has seen a code of it. Refuses: proof_too_old, already_exists. */
export async function beginTotp(ctx: Context, staff: StaffMember): Promise<void> {
  const factors = await factorsOf(ctx.db, staff.id);
  if (!mayChangeFactors(staff.session, factors)) throw new Refusal('proof_too_old');
  const { kid, sealed } = await sealTotpSecret(ctx, staff.id, newTotpSecret());
  const { count } = await ctx.db.query(
    `insert into totp_secrets as t (person_id, kid, sealed) values ($1, $2, $3)
      on conflict (person_id) do update
        set kid = excluded.kid, sealed = excluded.sealed, created_at = now(), last_step = 0
        where t.confirmed_at is null`,
    [staff.id, kid, sealed],
  );
  if (count === 0) throw new Refusal('already_exists');
}

/** The secret that waits for its first code, in base32; `undefined`: none does. */
export async function waitingTotp(ctx: Context, person: string): Promise<string | undefined> {
  const { rows } = await ctx.db.query<{ sealed: string }>(
    `select sealed from totp_secrets where person_id = $1 and confirmed_at is null
      and created_at > now() - make_interval(mins => ${patienceMinutes})`,
    [person],
  );
  return rows[0] && openTotpSecret(ctx, person, rows[0].sealed);
}

/**
 * Takes the first code of a new secret: from here on it is a second factor, and proved in this session. Refuses:
 * wrong_code, clock_off, budget_spent, proof_too_old, gone (no secret waits), unauthenticated (the session ended).
 */
export async function confirmTotp(
  ctx: Context,
  staff: StaffMember,
  session: string,
  typed: string,
  client: SignInClient,
): Promise<void> {
  const factors = await factorsOf(ctx.db, staff.id);
  if (!mayChangeFactors(staff.session, factors)) throw new Refusal('proof_too_old');
  const secret = await waitingTotp(ctx, staff.id);
  if (secret === undefined) throw new Refusal('gone', 'This secret waited too long. Begin again.');
  const code = readTotpCode(typed);
  if (!code) throw new Refusal('wrong_code');
  await ctx.db.transaction((tx) =>
    spend(tx, [{ scope: 'factor/new', subject: staff.id, limit: 30, windowMinutes: 15 }]),
  );
  const match = matchTotp(secret, code);
  if (!match) throw new Refusal('wrong_code');
  if (match.clock === 'off') throw new Refusal('clock_off');
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    const { count } = await tx.query(
      `update totp_secrets set confirmed_at = now(), last_step = $2
        where person_id = $1 and confirmed_at is null and created_at > now() - make_interval(mins => ${patienceMinutes})`,
      [staff.id, match.step],
    );
    if (count === 0) throw new Refusal('gone', 'This secret waited too long. Begin again.');
    await recordFactor(tx, 'person.factor_added', staff.id, 'totp');
    await proveSecondFactor(tx, session, client);
  });
}

/** Ends codes by app. Refuses: proof_too_old, not_found, second_factor_needed (none would be left, and roles need one). */
export async function removeTotp(ctx: Context, staff: StaffMember): Promise<void> {
  const factors = await factorsOf(ctx.db, staff.id);
  if (!mayChangeFactors(staff.session, factors)) throw new Refusal('proof_too_old');
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    const { count } = await tx.query(
      'delete from totp_secrets where person_id = $1 and confirmed_at is not null',
      [staff.id],
    );
    if (count === 0) throw new Refusal('not_found');
    await recordFactor(tx, 'person.factor_removed', staff.id, 'totp');
    await afterRemoval(tx, staff.id);
  });
}
