import { Refusal } from '../../message/refusals.ts';
import { isScope, type Scope } from '../../message/scopes.ts';

/** Days after which a secret ends at the latest, unless it is to have no end. */
export const longestSecretDays = 3650;
/** Hours that a secret lives on beside the one that replaces it. */
export const overlap = { usualHours: 24, mostHours: 30 * 24 } as const;

const day = 24 * 60 * 60 * 1000;

/** The end of a secret in UTC; null: none. Refuses invalid: it must lie ahead, and not beyond whoever could mind it. */
export function secretEnd(expiresAt: string | null): string | null {
  if (expiresAt === null) return null;
  const ahead = Date.parse(expiresAt) - Date.now();
  if (ahead > 0 && ahead <= longestSecretDays * day) return new Date(expiresAt).toISOString();
  throw new Refusal(
    'invalid',
    `A secret ends at a time between now and ${longestSecretDays} days from now, or never.`,
    { field: 'expiresAt' },
  );
}

/** Each once. Refuses invalid: none, or one that is unknown. */
export function secretScopes(given: readonly string[]): Scope[] {
  if (given.length === 0) {
    throw new Refusal('invalid', 'Say at least one thing that the secret may be used for.', {
      field: 'scopes',
    });
  }
  if (!given.every(isScope)) throw new Refusal('invalid', 'There is no such scope.', { field: 'scopes' });
  return [...new Set(given)];
}

/** Refuses invalid. */
export function demandOverlap(hours: number): void {
  if (!Number.isInteger(hours) || hours < 0 || hours > overlap.mostHours) {
    throw new Refusal('invalid', `A secret lives on for 0 to ${overlap.mostHours} whole hours.`, {
      field: 'overlapHours',
    });
  }
}

/** Refuses invalid. '' stands for `otherwise`. */
export function secretName(given: string, otherwise: string): string {
  const name = given.trim() || otherwise;
  if (name.length > 100 || !name.isWellFormed() || /\p{Cc}/u.test(name)) {
    throw new Refusal('invalid', 'The name of a secret has at most 100 characters.', { field: 'name' });
  }
  return name;
}
