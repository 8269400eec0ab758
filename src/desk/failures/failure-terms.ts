import { type InboxKind, isInboxKind } from '../../message/failures.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';
import { checkPeriod, fromSql, type Period, toSql } from '../evidence/period.ts';

/** What the inbox is narrowed to. Absent: to nothing; null: to failures that have none. No term names a person. */
export interface FailureTerms extends Period {
  readonly kind?: InboxKind | undefined;
  readonly reason?: string | null | undefined;
  /** The id. */
  readonly system?: string | null | undefined;
  /** Of the recipient, in lower case. */
  readonly domain?: string | null | undefined;
  readonly rule?: string | null | undefined;
}

export const failureTermNames = ['kind', 'reason', 'system', 'domain', 'rule', 'from', 'to'] as const;
export type FailureTermName = (typeof failureTermNames)[number];

/** What stands in an address or a form for “has none”. */
export const none = '-';

/**
 * Reads terms as an address or a form holds them; empty ones are absent. Refuses invalid, naming the `field`: no kind, no id,
 * no domain or code, no day, or a period that ends before it begins.
 */
export function readFailureTerms(
  typed: Readonly<Partial<Record<FailureTermName, string | undefined>>>,
): FailureTerms {
  const terms: Record<string, string | null> = {};
  for (const name of failureTermNames) {
    const text = typed[name]?.trim();
    if (!text) continue;
    const value = text === none ? null : text;
    if (!fits[name](value)) throw new Refusal('invalid', `“${name}” cannot be looked for.`, { field: name });
    terms[name] = name === 'domain' && value !== null ? value.replace(/^@/, '').toLowerCase() : value;
  }
  checkPeriod(terms as Period);
  return terms as FailureTerms;
}

const isCode = (text: string | null): boolean => text === null || /^[\w.-]{1,100}$/.test(text);

const fits: Readonly<Record<FailureTermName, (text: string | null) => boolean>> = {
  kind: isInboxKind,
  reason: isCode,
  system: (text) => text === null || isUuid(text),
  domain: (text) => text === null || /^@?[^\s@<>"]{1,253}$/.test(text),
  rule: isCode,
  from: (text) => text !== null,
  to: (text) => text !== null,
};

const columns = {
  kind: 'about',
  reason: 'reason',
  system: 'system_id',
  domain: 'domain',
  rule: 'rule',
} as const;

/** Binds a value, and gives its place, as `$3`. */
export type Bind = (value: unknown) => string;

/**
 * SQL over failures or their counts, under `alias`: those of some units that fit the terms but for the period. What belongs
 * to no unit is the whole organisation's.
 */
export function termsSql(alias: string, units: Units, terms: FailureTerms, bind: Bind): string {
  const where = units === null ? [] : [`${alias}.unit_id = any (${bind(units)}::uuid[])`];
  for (const [name, column] of Object.entries(columns)) {
    const value = terms[name as keyof typeof columns];
    if (value === undefined) continue;
    const cast = name === 'system' ? '::uuid' : '';
    where.push(`${alias}.${column} ${value === null ? 'is null' : `= ${bind(value)}${cast}`}`);
  }
  return where.join(' and ') || 'true';
}

/** SQL over failures: that they happened in the period. `values` are those of the statement so far. */
export function periodSql(alias: string, { from, to }: Period, zone: string, values: unknown[]): string {
  if (from === undefined && to === undefined) return 'true';
  const place = `$${values.push(zone)}`;
  const where: string[] = [];
  if (from !== undefined) where.push(`${alias}.at >= ${fromSql(values.push(from), place)}`);
  if (to !== undefined) where.push(`${alias}.at < ${toSql(values.push(to), place)}`);
  return where.join(' and ');
}
