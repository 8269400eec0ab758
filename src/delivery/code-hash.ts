import argon2 from 'argon2';
import { pepper } from '../envelope/index.ts';
import type { Context } from './context.ts';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. About 40 ms of a core. */
export const argon2Options = {
  type: argon2.argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;

/** The one of these hashes, each with the pepper of the key `kid`, that is of the code given. */
export async function rightAmong<Code extends { readonly hash: string; readonly kid: string }>(
  { keys }: Context,
  live: readonly Code[],
  given: string,
): Promise<Code | undefined> {
  for (const candidate of live) {
    const { secret } = await pepper(keys, candidate.kid);
    if (await argon2.verify(candidate.hash, given, { ...argon2Options, secret })) return candidate;
  }
  return undefined;
}
