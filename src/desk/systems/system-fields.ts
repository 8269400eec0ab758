import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { isNetwork } from './network.ts';

/** The system of SEGL_BOOTSTRAP_TOKEN. */
export const bootstrapName = 'bootstrap';

export const isBootstrap = (name: string): boolean => name.trim().toLowerCase() === bootstrapName;

/** Characters of a name, patterns and networks of one system, at most. */
export const longestName = 200;
export const mostEntries = 1000;

/** What is said of a system by whoever adds or changes it. */
export interface SystemDraft {
  readonly name: string;
  /** Patterns: an address, `*@domain`, or `*` for any. */
  readonly from: readonly string[];
  /** Address of the person who answers for the system and gets its failures. */
  readonly owner?: string | undefined;
  /** CIDR. Whoever sends from there needs no secret. */
  readonly networks?: readonly string[] | undefined;
  /** Name of its unit. */
  readonly unit?: string | undefined;
}

export interface SystemFields {
  readonly name: string;
  readonly senders: readonly string[];
  readonly networks: readonly string[];
}

/** A draft as it is kept, each entry once. Refuses: invalid, naming the field; already_exists (a name of Segl's own). */
export function systemFields({ name: given, from, networks = [] }: SystemDraft): SystemFields {
  const name = given.trim();
  if (!name || name.length > longestName || !isPlain(name)) {
    throw new Refusal('invalid', `A system needs a name of 1 to ${longestName} characters.`, {
      field: 'name',
    });
  }
  if (isBootstrap(name)) {
    throw new Refusal('already_exists', 'Segl keeps this name for itself. Choose another.', {
      field: 'name',
    });
  }
  return { name, senders: sendersOf(from), networks: networksOf(networks) };
}

function sendersOf(from: readonly string[]): string[] {
  const senders = entries(from, 'from');
  if (senders.length === 0) {
    throw new Refusal('invalid', 'Say at least one address from which the system may send.', {
      field: 'from',
    });
  }
  const wrong = senders.find(
    (each) => each.length > 320 || !isPlain(each) || !/^(\*|\*@[^\s@*]+|[^\s@*]+@[^\s@*]+)$/.test(each),
  );
  if (wrong !== undefined) {
    throw new Refusal('invalid', `“${wrong.slice(0, 80)}” is neither an address nor *@domain nor *.`, {
      field: 'from',
    });
  }
  return senders;
}

function networksOf(given: readonly string[]): string[] {
  const networks = entries(given, 'networks');
  const wrong = networks.find((each) => !isNetwork(each));
  if (wrong !== undefined) {
    throw new Refusal(
      'invalid',
      `“${wrong.slice(0, 50)}” is no network such as 10.1.2.0/24 or 2001:db8::/32.`,
      { field: 'networks' },
    );
  }
  return networks;
}

function entries(given: readonly string[], field: string): string[] {
  if (given.length > mostEntries) {
    throw new Refusal('invalid', `At most ${mostEntries} entries.`, { field });
  }
  return [...new Set(given)];
}

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

/**
 * The id of the person who is to answer for a system; '' or nothing: nobody. Somebody deactivated only where they do so
 * already, by the id `present`. Refuses invalid.
 */
export async function ownerCalled(
  tx: Queryable,
  address: string | null | undefined,
  present: string | null = null,
): Promise<string | null> {
  if (!address?.trim()) return null;
  const { rows } = await tx.query<{ id: string }>(
    `select id from people where lower(email) = lower($1) and (deactivated_at is null or id = $2)`,
    [address.trim(), present],
  );
  if (rows[0]) return rows[0].id;
  throw new Refusal('invalid', 'The owner must be a person here: add them first.', { field: 'owner' });
}
