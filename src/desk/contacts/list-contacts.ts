import { isAscii } from 'node:buffer';
import { parsePhoneNumber } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Statement } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Contact, contactColumns } from './contact.ts';
import { type Keeper, keptSql } from './keeper.ts';

export interface ContactQuery {
  /** This address, in any case. */
  readonly email?: string | undefined;
  /** The beginning of an address, a part of a name, or a number. */
  readonly words?: string | undefined;
  /** Id of a unit; null: those of the whole organisation; absent: all. */
  readonly unit?: string | null | undefined;
  /** Id of the contact after which to go on. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Contacts that the keeper keeps, by address. `next`: where to go on. Refuses gone: `after` was deleted meanwhile. */
export async function listContacts(
  { db, settings }: Context,
  keeper: Keeper,
  query: ContactQuery,
): Promise<{ contacts: Contact[]; next?: string }> {
  const { after } = query;
  if (after !== undefined && !isUuid(after)) throw lost();
  const { rows } = await db.query<Contact>(listing(keeper, query, settings.country));
  if (rows.length === 0 && after !== undefined) {
    const { count } = await db.query('select from contacts where id = $1', [after]);
    if (count === 0) throw lost();
  }
  const contacts = rows.slice(0, query.limit);
  return rows.length > query.limit ? { contacts, next: contacts.at(-1)!.id } : { contacts };
}

const lost = () =>
  new Refusal('gone', 'The contact after which to go on has been deleted. Start the list again.');

/**
 * The statement alone, so that a test can ask for its plan: it has only the conditions that are asked for, and pages
 * along the index of addresses.
 */
export function listing(
  { units }: Keeper,
  { email, words, unit, after, limit }: ContactQuery,
  country: string,
): Statement {
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = units === null ? [] : [keptSql('c.unit_id', values.push(units))];
  if (email !== undefined) conditions.push(`lower(c.email) = lower(${value(email.trim())})`);
  if (words?.trim()) conditions.push(found(words.trim(), country, value));
  if (unit !== undefined) conditions.push(unit === null ? 'c.unit_id is null' : `c.unit_id = ${value(unit)}`);
  if (after !== undefined) {
    const last = value(after);
    const address = `(select lower(email) from contacts where id = ${last})`;
    conditions.push(`lower(c.email) >= ${address}`, `(lower(c.email), c.id) > (${address}, ${last})`);
  }
  return {
    text: `select ${contactColumns} from contacts c left join units u on u.id = c.unit_id
      ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
      order by lower(c.email), c.id limit ${value(limit + 1)}`,
    values,
  };
}

/** Whole addresses and numbers are compared as they are kept, which is quick; else beginnings and parts. */
function found(words: string, country: string, value: (given: unknown) => string): string {
  if (/^\S+@\S+\.\S+$/.test(words)) return `lower(c.email) = lower(${value(words)})`;
  const phone = /^[+\d][\d\s().-]{3,}$/.test(words) ? parsePhoneNumber(words, country) : undefined;
  if (phone) return `c.phone = ${value(phone)}`;
  const plain = words.replace(/[\\%_]/g, '\\$&');
  return `(lower(c.email) like lower(${value(`${plain}%`)}) or c.name ilike any (${value(spellings(plain))}))`;
}

/** PostgreSQL folds letters outside ASCII only in some locales: so each usual spelling of these is looked for. */
function spellings(part: string): string[] {
  const lower = part.toLowerCase();
  const names = lower.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
  const all = isAscii(Buffer.from(part)) ? [part] : [part, lower, part.toUpperCase(), names];
  return all.map((each) => `%${each}%`);
}
