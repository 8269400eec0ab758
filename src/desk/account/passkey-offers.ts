import type {
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Context } from '../../delivery/context.ts';
import { passkeyAlgorithms, relyingPartyOf } from '../../delivery/passkeys/relying-party.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember } from '../staff.ts';
import { factorsOf, mayChangeFactors } from './factors.ts';
import { challengeMinutes, newChallenge } from './passkey-challenges.ts';

/** The user handle (WebAuthn §5.4.3) of a person, base64url: the bytes of their id, which say nothing about them. */
export const userHandleOf = (person: string): string =>
  Buffer.from(person.replaceAll('-', ''), 'hex').toString('base64url');

const timeout = challengeMinutes * 60 * 1000;

/**
 * What a browser makes a passkey from: discoverable, so that it signs in without a name, and used only after the device
 * has made sure of its owner, so that it is two factors at once. Refuses: proof_too_old, budget_spent.
 */
export async function offerRegistration(
  ctx: Context,
  staff: StaffMember,
  ip: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const factors = await factorsOf(ctx.db, staff.id);
  if (!mayChangeFactors(staff.session, factors)) throw new Refusal('proof_too_old');
  const { id, name } = relyingPartyOf(ctx.settings);
  return {
    rp: { id, name },
    user: { id: userHandleOf(staff.id), name: staff.email, displayName: staff.name },
    challenge: await newChallenge(ctx, 'registration', { person: staff.id, ip }),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    attestation: 'none',
    excludeCredentials: await credentialsOf(ctx.db, staff.id),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  };
}

/** What anybody signs in by: whichever passkey for this host their devices hold. Refuses: budget_spent. */
export async function offerSignIn(ctx: Context, ip: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return {
    rpId: relyingPartyOf(ctx.settings).id,
    challenge: await newChallenge(ctx, 'sign_in', { person: null, ip }),
    timeout,
    userVerification: 'required',
  };
}

/**
 * What a person proves in their session that it is them by, as a second factor or anew. Refuses: not_found (they have
 * no passkey), budget_spent.
 */
export async function offerProof(
  ctx: Context,
  person: string,
  ip: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const allowCredentials = await credentialsOf(ctx.db, person);
  if (allowCredentials.length === 0) throw new Refusal('not_found');
  return {
    rpId: relyingPartyOf(ctx.settings).id,
    challenge: await newChallenge(ctx, 'step_up', { person, ip }),
    timeout,
    userVerification: 'required',
    allowCredentials,
  };
}

async function credentialsOf(db: Queryable, person: string): Promise<PublicKeyCredentialDescriptorJSON[]> {
  const { rows } = await db.query<{ id: Buffer; transports: AuthenticatorTransport[] }>(
    'select id, transports from passkeys where person_id = $1 order by created_at, id',
    [person],
  );
  return rows.map(({ id, transports }) => ({ id: id.toString('base64url'), type: 'public-key', transports }));
}
