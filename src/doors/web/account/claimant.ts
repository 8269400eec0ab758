import type { Request } from 'express';
import type { Context } from '../../../delivery/context.ts';
import { type Factors, hasFactor } from '../../../desk/account/factors.ts';
import { waysInOf } from '../../../desk/account/own-account.ts';
import {
  type Claimant,
  proveByCode,
  proveByPassword,
  proveByRecoveryCode,
} from '../../../desk/account/prove.ts';
import type { RefusalCode } from '../../../message/refusals.ts';
import type { FactorWays, ProofError } from '../../../../views/models/account.ts';
import { knownDevice } from '../cookies.ts';
import { clientOf, field } from '../page.ts';

/** Whoever sends a request in a session, as one who shows that it is them. */
export async function claimantOf(
  ctx: Context,
  request: Request,
  session: string,
  person: string,
): Promise<Claimant> {
  return { person, session, client: clientOf(request), device: await knownDevice(ctx, request) };
}

/** How somebody can show that it is them: the parts of a page that asks. */
export async function waysOf(ctx: Context, person: string, factors: Factors): Promise<FactorWays> {
  const some = hasFactor(factors);
  const { password, provider } = await waysInOf(ctx.db, person);
  return {
    code: factors.totp,
    passkey: factors.passkeys > 0,
    recovery: some && factors.recoveryCodes > 0,
    password: !some && password,
    provider: !some && provider,
  };
}

/** Proves by whichever field of a form was filled in. Refuses what the verbs do. */
export async function proveByForm(ctx: Context, request: Request, claimant: Claimant): Promise<void> {
  const recovery = field(request, 'recovery');
  if (recovery) return proveByRecoveryCode(ctx, claimant, recovery);
  const password = field(request, 'password');
  if (password) return proveByPassword(ctx, claimant, password);
  return proveByCode(ctx, claimant, field(request, 'code'));
}

/** The field of a form that was filled in. */
export const filledIn = (request: Request): ProofError['field'] =>
  (['recovery', 'password'] as const).find((name) => field(request, name)) ?? 'code';

const told = ['wrong_code', 'code_used', 'clock_off', 'gone', 'invalid', 'budget_spent'] as const;

/** What the form says of a refusal; `undefined`: the form cannot mend it. */
export const problemOf = (code: RefusalCode): ProofError['problem'] | undefined =>
  told.find((each) => each === code);
