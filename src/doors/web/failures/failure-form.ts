import type { Request } from 'express';
import type { FailureName, FailureRowView, FailureTermsForm } from '../../../../views/models/failures.ts';
import type { FailureKeeper } from '../../../desk/failures/close-failures.ts';
import { failureTermNames, type FailureTerms, none } from '../../../desk/failures/failure-terms.ts';
import type { Failure } from '../../../desk/failures/list-failures.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { staffActor } from '../desk/signed-in.ts';
import { field } from '../page.ts';

const longest = 260;

export const keeperOf = (staff: StaffMember): FailureKeeper => ({
  actor: staffActor(staff),
  name: staff.name,
  units: unitsForDuty(staff.grants, 'failures'),
});

const tidy = (text: unknown): string =>
  typeof text === 'string' ? text.slice(0, longest).replaceAll('\0', '').toWellFormed().trim() : '';

const termsFrom = (read: (name: string) => unknown): FailureTermsForm =>
  Object.fromEntries(failureTermNames.map((name) => [name, tidy(read(name))])) as unknown as FailureTermsForm;

/** Terms as an address holds them. */
export const termsAsked = (request: Request): FailureTermsForm => termsFrom((name) => request.query[name]);

/** Terms as a form holds them. */
export const termsTyped = (request: Request): FailureTermsForm => termsFrom((name) => field(request, name));

/** A query with these terms, or ''. */
export function queryOf(terms: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(terms)) {
    if (value === null) query.set(name, none);
    else if (value) query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : '';
}

/** What a group of these terms is called; its system by name, as one of its failures says. */
export const nameOf = (
  { kind, reason, system, domain, rule }: FailureTerms,
  systemName: string | undefined,
): FailureName => ({
  kind,
  reason,
  system: system === undefined ? undefined : system === null ? null : (systemName ?? system),
  domain,
  rule,
});

export const rowOf = ({ system, message, ...row }: Failure): FailureRowView => ({
  ...row,
  system: system?.name ?? undefined,
  href: message && `/desk/messages/${message}`,
  domain: undefined,
  rule: undefined,
});
