import type { Request } from 'express';
import type { TermField, TermsForm } from '../../../../views/models/evidence.ts';
import { termNames, type Terms } from '../../../desk/evidence/terms.ts';
import type { Searcher } from '../../../desk/evidence/search.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { type EventType, eventTypes } from '../../../message/event-types.ts';
import type { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { staffActor } from '../desk/signed-in.ts';
import { field } from '../page.ts';

const longest = 400;

/** What happens to messages and deliveries. */
export const messageTypes = (Object.keys(eventTypes) as EventType[]).filter((type) =>
  /^(message|delivery)\./.test(type),
);
export const allTypes = Object.keys(eventTypes) as EventType[];

export const searcherOf = (staff: StaffMember): Searcher => ({
  actor: staffActor(staff),
  units: unitsForDuty(staff.grants, 'evidence'),
});

/** Terms as they stand in a form. */
export const termsTyped = (request: Request): TermsForm =>
  Object.fromEntries(
    termNames.map((name) => [name, field(request, name).slice(0, longest).toWellFormed()]),
  ) as unknown as TermsForm;

/** Terms as a form, or a page, shows them again. */
export const termsShown = (terms: Terms): TermsForm =>
  Object.fromEntries(termNames.map((name) => [name, terms[name] ?? ''])) as unknown as TermsForm;

/** The field that a refusal names. */
export const termField = ({ facts }: Refusal): TermField =>
  termNames.find((name) => name === facts.field) ?? 'from';
