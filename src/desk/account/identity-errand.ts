import { randomBytes } from 'node:crypto';
import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { openSecret, sealSecret } from '../../delivery/secrets.ts';
import type { IdentityProvider, IdentityRequest } from './identity-provider.ts';

/** Minutes in which somebody must come back from the provider. */
export const errandMinutes = 15;

/** What a browser went to the provider for; it keeps this itself, sealed. */
export interface Errand extends IdentityRequest {
  /** The path to go on to. */
  readonly next: string;
  /** The id of the session in which somebody proves again who they are; null: they sign in. */
  readonly session: string | null;
}

/** The path to which the provider sends browsers back; its address is registered there. */
export const callbackPath = '/desk/identity/callback';

/**
 * Begins a sign-in: the provider's address to go to, and the errand, sealed, for the browser to come back with. Refuses:
 * identity_provider_away, budget_spent.
 */
export async function beginErrand(
  ctx: Context,
  provider: IdentityProvider,
  { next, session, ip }: { next: string; session: string | null; ip: string },
): Promise<{ address: URL; sealed: string }> {
  const [state, nonce, verifier] = [random(), random(), random()] as const;
  const errand: Errand = {
    redirectUri: `${ctx.settings.url}${callbackPath}`,
    state,
    nonce,
    verifier,
    begunAt: Math.floor(Date.now() / 1000),
    again: session !== null,
    next,
    session,
  };
  await ctx.db.transaction((tx) =>
    // A whole organisation may come from one network when work begins; nothing can be guessed here.
    spend(tx, [{ scope: 'identity/network', subject: networkOf(ip), limit: 3_000, windowMinutes: 15 }]),
  );
  const address = await provider.begin(errand);
  await ctx.db.query(
    `insert into oidc_sign_ins (state_hash, expires_at) values ($1, now() + make_interval(mins => ${errandMinutes}))`,
    [hashToken(state)],
  );
  return { address, sealed: await sealSecret(ctx.keys, 'cookie', 'identity', JSON.stringify(errand)) };
}

/**
 * The errand that a browser came back from, used up by this. `undefined`: it has none, not this one, or it was used or
 * is too old.
 */
export async function takeErrand(
  ctx: Context,
  sealed: string | undefined,
  state: string | null,
): Promise<Errand | undefined> {
  const opened = sealed === undefined ? undefined : await openSecret(ctx.keys, 'cookie', 'identity', sealed);
  if (opened === undefined) return undefined;
  const errand = JSON.parse(opened) as Errand;
  if (state !== errand.state) return undefined;
  const { count } = await ctx.db.query(
    'delete from oidc_sign_ins where state_hash = $1 and expires_at > now()',
    [hashToken(state)],
  );
  return count === 1 ? errand : undefined;
}

/** Forgets errands from which nobody came back. */
export async function forgetErrands({ db }: Context): Promise<void> {
  await db.query('delete from oidc_sign_ins where expires_at < now()');
}

/** 256 bits: as RFC 7636 §4.1 asks of a verifier, and more than enough for the others. */
const random = (): string => randomBytes(32).toString('base64url');
