import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { checkRegistration } from '../../delivery/passkeys/check-registration.ts';
import { passkeyNameOf } from '../../delivery/passkeys/passkey-name.ts';
import { challengeIn } from '../../delivery/passkeys/relying-party.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember, StaffSession } from '../staff.ts';
import { factorsOf, mayChangeFactors, recordFactor } from './factors.ts';
import { holdAccount } from './hold-account.ts';
import { challengeMinutes, takeChallenge } from './passkey-challenges.ts';
import { proveSecondFactor, type SignInClient } from './sessions.ts';

export interface NewPasskey {
  /** What `navigator.credentials.create` gave (WebAuthn §5.5, RegistrationResponseJSON). */
  readonly answer: RegistrationResponseJSON;
  readonly name: string;
  /** The secret of the session: to make a passkey proves a second factor in it. */
  readonly secret: string;
  readonly client: SignInClient;
}

/**
 * Adds a passkey to somebody's own (WebAuthn §7.1). Refuses: gone (the challenge), passkey_invalid, proof_too_old,
 * already_exists, invalid (the name), unauthenticated.
 */
export async function addPasskey(
  ctx: Context,
  staff: StaffMember,
  { answer, name, secret, client }: NewPasskey,
): Promise<void> {
  const called = passkeyNameOf(name);
  const challenge = challengeIn(answer.response.clientDataJSON);
  await takeChallenge(ctx, challenge, 'registration', staff.id);
  const made = await checkRegistration(ctx.settings, challenge, answer);
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    if (!mayChangeFactors(asItBegan(staff.session), await factorsOf(tx, staff.id))) {
      throw new Refusal('proof_too_old');
    }
    const { count } = await tx.query(
      `insert into passkeys (id, person_id, public_key, counter, transports, name, backed_up)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      [made.id, staff.id, made.publicKey, made.counter, made.transports, called, made.backedUp],
    );
    if (count === 0) throw new Refusal('already_exists');
    await recordFactor(tx, 'person.factor_added', staff.id, 'passkey');
    if (!(await proveSecondFactor(tx, secret, client))) throw new Refusal('unauthenticated');
  });
}

/** The browser's dialogue takes its time, which does not count against a proof that was fresh when it was opened. */
const asItBegan = (session: StaffSession): StaffSession => ({
  ...session,
  provenSecondsAgo: session.provenSecondsAgo - challengeMinutes * 60,
});
