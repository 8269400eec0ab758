import { createHash } from 'node:crypto';
import argon2 from 'argon2';
import { Refusal } from '../../message/refusals.ts';

/** OWASP's parameters for argon2id. */
const options = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const shortestPassword = 12;

/** Refuses password_weak: NIST SP 800-63B asks for length, not for kinds of characters. */
export async function hashPassword(password: string): Promise<string> {
  if ([...password].length < shortestPassword) {
    throw new Refusal(
      'password_weak',
      `Choose a password of at least ${shortestPassword} characters; several words are good.`,
    );
  }
  return argon2.hash(prepare(password), options);
}

let nobody: Promise<string> | undefined;

/** Compares; takes as long for an account without a password, or none at all, as for one that has it. */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= argon2.hash('nobody', options);
  const matches = await argon2.verify(hash ?? (await nobody), prepare(password));
  return matches && hash != null;
}

/** One form of the same characters, and a bound on what the hash must chew. */
const prepare = (password: string): Buffer =>
  createHash('sha512').update(password.normalize('NFKC')).digest();
