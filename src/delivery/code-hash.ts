import argon2 from 'argon2';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. About 40 ms of a core. */
export const argon2Options = {
  type: argon2.argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;
