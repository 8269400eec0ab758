import { randomBytes } from 'node:crypto';
import { type Budget, networkOf, spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../link-token.ts';
import { openSecret, sealSecret } from '../secrets.ts';
import { Refusal } from '../../message/refusals.ts';
import { EidFailure, type EidProvider, type EidRequest } from './eid-provider.ts';

/** Minutes in which somebody must come back from the provider. */
export const errandMinutes = 15;

/** The path to which the provider sends browsers back; its address is registered there. */
export const returnPath = '/eid/return';

/** What a browser went to the provider for; it keeps this itself, sealed. */
export interface Errand extends EidRequest {
  /** The link that the person came by. */
  readonly token: string;
  readonly delivery: string;
  /** The public id of the session in which something is signed; null: it is to be opened. */
  readonly session: string | null;
}

/** Where the browser goes, and what it takes with it. */
export interface Begun {
  readonly address: URL;
  readonly sealed: string;
}

export interface NewErrand extends Pick<Errand, 'token' | 'delivery' | 'session'> {
  /** The digest of what is signed; absent: the nonce is random. */
  readonly digest?: Buffer;
  readonly language: string;
}

/** Throws `EidFailure`: away. */
export async function beginErrand(
  ctx: Context,
  provider: EidProvider,
  { token, delivery, session, digest, language }: NewErrand,
): Promise<Begun> {
  const state = random();
  const errand: Errand = {
    redirectUri: `${ctx.settings.url}${returnPath}`,
    state,
    nonce: digest?.toString('base64url') ?? random(),
    verifier: random(),
    begunAt: Math.floor(Date.now() / 1000),
    token,
    delivery,
    session,
  };
  const address = await provider.begin(errand, language);
  await ctx.db.query(
    `insert into eid_requests (state_hash, expires_at) values ($1, now() + make_interval(mins => ${errandMinutes}))`,
    [hashToken(state)],
  );
  return { address, sealed: await sealSecret(ctx.keys, 'cookie', 'eid', JSON.stringify(errand)) };
}

/** Nothing can be guessed at the provider; what is bounded is what one link costs it. Throws `EidFailure`: often. */
export async function spendErrand(ctx: Context, delivery: string, ip: string): Promise<void> {
  const budgets: readonly Budget[] = [
    { scope: 'eid/network', subject: networkOf(ip), limit: 1_000, windowMinutes: 15 },
    { scope: 'eid/delivery', subject: delivery, limit: 20, windowMinutes: 60 },
  ];
  try {
    await ctx.db.transaction((tx) => spend(tx, budgets));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') throw new EidFailure('often');
    throw error;
  }
}

/** The errand whose answer this is, whether or not it may still be used. `undefined`: the browser has none, or another one. */
export async function readErrand(
  ctx: Context,
  sealed: string | undefined,
  state: string | null,
): Promise<Errand | undefined> {
  const opened = sealed === undefined ? undefined : await openSecret(ctx.keys, 'cookie', 'eid', sealed);
  const errand = opened === undefined ? undefined : (JSON.parse(opened) as Errand);
  return errand && errand.state === state ? errand : undefined;
}

/** Uses an errand up. False: it was used before, or is too old. */
export async function useErrand(ctx: Context, { state }: Errand): Promise<boolean> {
  const { count } = await ctx.db.query(
    'delete from eid_requests where state_hash = $1 and expires_at > now()',
    [hashToken(state)],
  );
  return count === 1;
}

/** 256 bits: as RFC 7636 §4.1 asks of a verifier, and more than enough for the others. */
const random = (): string => randomBytes(32).toString('base64url');
