import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { useAssertion, verifyAssertion } from './passkey-assertions.ts';
import { proveSecondFactor, type SignInClient } from './sessions.ts';

/**
 * Proves in somebody's session, by one of their passkeys, that it is them: as the second factor after a password, or
 * anew. Refuses: gone (the challenge), passkey_invalid, unauthenticated (the session has ended).
 */
export async function proveByPasskey(
  ctx: Context,
  answer: AuthenticationResponseJSON,
  { person, secret, client }: { person: string; secret: string; client: SignInClient },
): Promise<void> {
  const assertion = await verifyAssertion(ctx, answer, 'step_up', person);
  await ctx.db.transaction(async (tx) => {
    await useAssertion(tx, assertion);
    if (!(await proveSecondFactor(tx, secret, client))) throw new Refusal('unauthenticated');
  });
}
