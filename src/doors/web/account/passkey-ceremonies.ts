import type { Request, RequestHandler } from 'express';
import { addPasskey } from '../../../desk/account/passkey-registration.ts';
import { offerProof, offerRegistration, offerSignIn } from '../../../desk/account/passkey-offers.ts';
import { proveByPasskey } from '../../../desk/account/passkey-proof.ts';
import { signInByPasskey } from '../../../desk/account/passkey-sign-in.ts';
import { pendingStaffOf, staffOf } from '../../../desk/account/sessions.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { rememberDevice, staffSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf } from '../page.ts';
import { accountAfter } from './account.ts';
import { deviceNameOf } from './device-name.ts';
import { enterDesk } from './enter-desk.ts';
import { ownPath } from './own-path.ts';
import { assertion, challengeAsked, read, registration } from './passkey-json.ts';

interface SomebodyIn {
  readonly secret: string;
  readonly staff: StaffMember;
}

async function signedInOf({ ctx }: WebOptions, request: Request): Promise<SomebodyIn> {
  const secret = await staffSession(ctx, request);
  const staff = secret && (await staffOf(ctx, secret));
  if (!staff) throw new Refusal('unauthenticated');
  return { secret, staff };
}

/** Who may prove something: whoever is signed in, or has a second factor still to give. */
async function provingOf({ ctx }: WebOptions, request: Request): Promise<{ secret: string; person: string }> {
  const secret = await staffSession(ctx, request);
  if (!secret) throw new Refusal('unauthenticated');
  const staff = await staffOf(ctx, secret);
  const person = staff?.id ?? (await pendingStaffOf(ctx, secret))?.person;
  if (!person) throw new Refusal('unauthenticated');
  return { secret, person };
}

/** `POST /desk/passkeys/challenges` with `{ purpose }`: what the browser's own dialogue is opened with. */
export const postChallenge =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const { purpose } = read(challengeAsked, request);
    const { ip } = clientOf(request);
    const offers = {
      registration: async () => offerRegistration(ctx, (await signedInOf(options, request)).staff, ip),
      sign_in: () => offerSignIn(ctx, ip),
      step_up: async () => offerProof(ctx, (await provingOf(options, request)).person, ip),
    };
    const offer = await offers[purpose]();
    response.set('Cache-Control', 'no-store').json(offer);
  };

/** `POST /desk/passkeys` with `{ name, credential }`: an empty name is that of the device. */
export const postPasskey =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { secret, staff } = await signedInOf(options, request);
    const { name, credential } = read(registration, request);
    const client = clientOf(request);
    const called = name.trim() || deviceNameOf(client.userAgent);
    await addPasskey(options.ctx, staff, { answer: credential, name: called, secret, client });
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({ location: accountAfter('passkey_added') });
  };

/** `POST /desk/passkeys/sign-ins` with `{ credential, next }`. */
export const postPasskeySignIn =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const { credential, next } = read(assertion, request);
    const replaces = await staffSession(ctx, request);
    const secret = await signInByPasskey(ctx, credential, { client: clientOf(request), replaces });
    const location = await enterDesk(ctx, request, response, secret, next);
    response.status(201).set('Cache-Control', 'no-store').json({ location });
  };

/** `POST /desk/passkeys/proofs` with `{ credential, next }`, in a session. */
export const postPasskeyProof =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const { secret, person } = await provingOf(options, request);
    const { credential, next } = read(assertion, request);
    await proveByPasskey(ctx, credential, { person, secret, client: clientOf(request) });
    // It may have been the second factor, which completes a sign-in.
    await rememberDevice(ctx, request, response, person);
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({ location: ownPath(next) });
  };
