import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { holdPerson } from './hold-account.ts';
import { useAssertion, verifyAssertion } from './passkey-assertions.ts';
import { openStaffSession, type SignInClient } from './sessions.ts';

/**
 * Opens a session by a passkey alone, and returns its secret. `replaces`: the secret of a session that the same browser
 * holds, which ends. Refuses: gone (the challenge), passkey_invalid, unauthenticated (deactivated meanwhile).
 */
export async function signInByPasskey(
  ctx: Context,
  answer: AuthenticationResponseJSON,
  { client, replaces }: { client: SignInClient; replaces: string | undefined },
): Promise<string> {
  const assertion = await verifyAssertion(ctx, answer, 'sign_in', null);
  return ctx.db.transaction(async (tx) => {
    await holdPerson(tx, assertion.person);
    await useAssertion(tx, assertion);
    if (replaces) await tx.query('delete from staff_sessions where id_hash = $1', [hashToken(replaces)]);
    const { person } = assertion;
    return openStaffSession(tx, { person, method: 'passkey', secondFactor: true, client });
  });
}
