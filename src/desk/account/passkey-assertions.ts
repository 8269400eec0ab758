import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { checkAssertion, checkCounter } from '../../delivery/passkeys/check-assertion.ts';
import { challengeIn } from '../../delivery/passkeys/relying-party.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { type PasskeyPurpose, takeChallenge } from './passkey-challenges.ts';
import { userHandleOf } from './passkey-offers.ts';

/** A passkey that has just signed for its owner. */
export interface Assertion {
  readonly person: string;
  readonly id: Buffer;
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * Checks an answer to a challenge (WebAuthn §7.2), which is used up by it. `person`: who the challenge was made for, in
 * a session; null: nobody was known, and the passkey says who it is. People of an identity provider are let in there,
 * where their organisation can shut them out: their passkeys prove only what comes after. Refuses: gone (the
 * challenge), passkey_invalid.
 */
export async function verifyAssertion(
  ctx: Context,
  answer: AuthenticationResponseJSON,
  purpose: PasskeyPurpose,
  person: string | null,
): Promise<Assertion> {
  const challenge = challengeIn(answer.response.clientDataJSON);
  await takeChallenge(ctx, challenge, purpose, person);
  const passkey = await findPasskey(ctx, answer, person);
  const { counter, backedUp } = await checkAssertion(ctx.settings, challenge, answer, passkey.publicKey);
  return { person: passkey.person, id: passkey.id, counter, backedUp };
}

interface Found {
  readonly id: Buffer;
  readonly person: string;
  readonly publicKey: Buffer;
}

async function findPasskey(
  ctx: Context,
  { id, response }: AuthenticationResponseJSON,
  person: string | null,
): Promise<Found> {
  const { rows } = await ctx.db.query<Found>(
    `select k.id, k.person_id as person, k.public_key as "publicKey"
      from passkeys k join people p on p.id = k.person_id
      where k.id = $1 and p.deactivated_at is null
        and case when $2::uuid is null then p.subject is null else p.id = $2 end`,
    [Buffer.from(id, 'base64url'), person],
  );
  const found = rows[0];
  const handle = response.userHandle || null;
  // §7.2, step 6: who was not known before must be named by the passkey itself.
  const isNamed = found && (handle === null ? person !== null : handle === userHandleOf(found.person));
  if (!isNamed) throw new Refusal('passkey_invalid');
  return found;
}

/** Marks that a passkey was used, in the transaction of what it is used for. Refuses passkey_invalid. */
export async function useAssertion(tx: Queryable, { id, counter, backedUp }: Assertion): Promise<void> {
  const { rows } = await tx.query<{ counter: number }>(
    'select counter from passkeys where id = $1 for update',
    [id],
  );
  if (!rows[0]) throw new Refusal('passkey_invalid');
  checkCounter(rows[0].counter, counter);
  await tx.query('update passkeys set counter = $2, backed_up = $3, last_used_at = now() where id = $1', [
    id,
    counter,
    backedUp,
  ]);
}
