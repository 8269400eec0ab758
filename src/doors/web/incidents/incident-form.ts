import type { Request } from 'express';
import {
  incidentProblems,
  type IncidentProblem,
  type IncidentSection,
} from '../../../../views/models/incidents.ts';
import type { Context } from '../../../delivery/context.ts';
import type { MessageRef } from '../../../desk/incidents/incident-messages.ts';
import type { IncidentKeeper } from '../../../desk/incidents/keeper.ts';
import { localInstant } from '../../../desk/incidents/local-instant.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { values } from '../administration/people-form.ts';
import { staffActor } from '../desk/signed-in.ts';
import { field } from '../page.ts';

export const keeperOf = (staff: StaffMember): IncidentKeeper => ({
  actor: staffActor(staff),
  name: staff.name,
  units: unitsForDuty(staff.grants, 'incidents'),
});

/** A date and a time of two fields as an instant; null where both are empty. `stands`: what it is now. Refuses invalid. */
export function instantOf(
  { settings }: Context,
  request: Request,
  names: readonly [date: string, time: string],
  about: { readonly field: string; readonly stands?: string | null },
): string | null {
  const [date, time] = names.map((name) => field(request, name).trim()) as [string, string];
  // Some browsers send seconds.
  return date === '' && time === ''
    ? null
    : localInstant(`${date}T${time.slice(0, 5)}`, settings.timeZone, about);
}

/** The same where there must be one. */
export const demandInstant = (...given: Parameters<typeof instantOf>): string => {
  const instant = instantOf(...given);
  if (instant !== null) return instant;
  throw new Refusal('invalid', 'Give a date and a time.', { field: given[3].field, problem: 'no_time' });
};

/** Messages of hidden fields: an id, or `{message}/{delivery}`. */
export const messagesOf = (request: Request): MessageRef[] =>
  values(request, 'message').map((text) => {
    const [message = '', delivery] = text.split('/');
    return { message, delivery: delivery || null };
  });

/** What somebody typed, by the field's name. */
export const typedIn = (request: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys((request.body ?? {}) as object).map((name) => [name, field(request, name).toWellFormed()]),
  );

/** A refusal as a page tells it; another error is thrown on. */
export function problemOf(error: unknown, section: IncidentSection): IncidentProblem {
  if (!(error instanceof Refusal)) throw error;
  const { code, facts } = error;
  if (code === 'invalid') {
    const blamed = String(facts.field ?? '') || null;
    if (facts.problem === 'missing' && (blamed === 'delayReason' || blamed === 'cause'))
      return { section, field: blamed, key: blamed === 'cause' ? 'cause' : 'delay' };
    return {
      section,
      field: blamed,
      key: incidentProblems.find((each) => each === facts.problem) ?? 'unknown',
    };
  }
  if (code === 'changed_meanwhile') return { section, field: null, key: 'changed' };
  if (code === 'already_closed') return { section, field: null, key: 'closed' };
  if (code === 'forbidden') return { section, field: 'unit', key: code };
  if (code === 'not_found' && section === 'messages') return { section, field: 'message', key: 'message' };
  throw error;
}
