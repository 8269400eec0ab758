import type { Request } from 'express';
import type { UnitChoice } from '../../../../views/models/desk.ts';
import { type SystemFacts, type SystemProblem, systemFields } from '../../../../views/models/systems.ts';
import type { Context } from '../../../delivery/context.ts';
import { listUnits } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import type { SystemLine } from '../../../desk/systems/list-systems.ts';
import { type Manager, managesUnit } from '../../../desk/systems/manager.ts';
import { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { type Scope, scopes, usualScopes } from '../../../message/scopes.ts';
import { staffActor } from '../desk/signed-in.ts';

/** What goes beyond sending concerns the whole organisation, so that only its administrators give it. */
export function managerOf(staff: StaffMember): Manager {
  const units = unitsForDuty(staff.grants, 'systems');
  return { actor: staffActor(staff), units, scopes: units === null ? scopes : usualScopes };
}

export async function managedUnits(ctx: Context, manager: Manager): Promise<UnitChoice[]> {
  const units = (await listUnits(ctx)).filter(({ id }) => managesUnit(manager, id));
  return units.map(({ id, name }) => ({ id, name }));
}

/** Whether somebody may make a secret as good as one of these scopes, for this system. */
export const mayGive = (
  { units, scopes }: Manager,
  { senders }: SystemLine,
  wanted: readonly Scope[],
): boolean => (units === null || !senders.includes('*')) && wanted.every((scope) => scopes.includes(scope));

export const factsOf = (line: SystemLine): SystemFacts => ({
  id: line.id,
  name: line.name,
  from: line.senders,
  networks: line.networks,
  owner: line.owner,
  unit: line.unit.name,
  closedAt: line.closedAt,
  bootstrap: line.bootstrap,
});

/** What a form is shown with, and its status. Throws what is no refusal of what was typed. */
export function problemOf(error: unknown): { problem: SystemProblem; status: number } {
  if (!(error instanceof Refusal)) throw error;
  const field = systemFields.find((each) => each === error.facts.field) ?? null;
  const statuses: Readonly<Record<string, number>> = {
    invalid: 422,
    forbidden: 403,
    already_exists: 409,
    changed_meanwhile: 409,
  };
  const status = statuses[error.code];
  if (status === undefined || (status === 403 && field === null)) throw error;
  return { problem: { code: error.code, field }, status };
}

/** Every value of a field of a form that may be given several times. */
export function fields(request: Request, name: string): string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return [value].flat().filter((each) => typeof each === 'string');
}

const day = 24 * 60 * 60 * 1000;

/** The time so many days from now; '': null. Refuses invalid. */
export function endAfter(days: string): string | null {
  if (days.trim() === '') return null;
  const number = /^\s*\d{1,5}\s*$/.test(days) ? Number(days) : Number.NaN;
  const end = new Date(Date.now() + number * day);
  if (Number.isNaN(end.getTime())) throw new Refusal('invalid', undefined, { field: 'expiresAt' });
  return end.toISOString();
}

/** Whole days until then, of which the last counts as one; '': it does not end. */
export const daysUntil = (expiresAt: string | null): string =>
  expiresAt === null ? '' : String(Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / day)));
