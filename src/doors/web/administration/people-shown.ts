import type { PersonProblem, RoleView } from '../../../../views/models/people.ts';
import type { Check } from '../../../desk/people/managed.ts';
import { type Manager, needingProof } from '../../../desk/people/manager.ts';
import { listUnits, type Unit } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import type { Context } from '../../../delivery/context.ts';
import { Refusal } from '../../../message/refusals.ts';
import { type Grant, hasDuty } from '../../../message/rights.ts';
import { isProven, staffActor } from '../desk/signed-in.ts';

export const managerOf = (staff: StaffMember): Manager => ({
  actor: staffActor(staff),
  grants: staff.grants,
});

/** The units in which somebody manages people. */
export const managedUnits = async (ctx: Context, { grants }: StaffMember): Promise<Unit[]> =>
  (await listUnits(ctx)).filter(({ id }) => hasDuty(grants, 'people', id));

/** Whether somebody manages people of all units, and so gives roles that hold everywhere. */
export const managesAll = ({ grants }: StaffMember): boolean => hasDuty(grants, 'people', null);

/** Roles with the names of their units. */
export const rolesShown = (grants: readonly Grant[], units: readonly Unit[]): RoleView[] =>
  grants.map(({ role, unit }) => ({
    role,
    unit: unit === null ? null : (units.find(({ id }) => id === unit)?.name ?? unit),
  }));

/** Refuses proof_too_old where roles beyond a sender's are given, or somebody is touched who has them. */
export const demandProofFor = (staff: StaffMember, ...given: readonly (readonly Grant[])[]): void => {
  if (needingProof(given.flat()).length > 0 && !isProven(staff, 'POST')) throw new Refusal('proof_too_old');
};

export const proofCheck =
  (staff: StaffMember, given: readonly Grant[] = []): Check =>
  ({ grants }) =>
    demandProofFor(staff, grants, given);

/** The same for a change, and for another address always: whoever reads its mail can sign in as a sender. */
export const proofCheckOfChange =
  (staff: StaffMember, given: readonly Grant[], email: string): Check =>
  (person) => {
    if (person.email.toLowerCase() !== email.trim().toLowerCase()) alwaysProven(staff)(person);
    demandProofFor(staff, person.grants, given);
  };

/** For what is dangerous whomever it is done to. */
export const alwaysProven =
  (staff: StaffMember): Check =>
  () => {
    if (!isProven(staff, 'POST')) throw new Refusal('proof_too_old');
  };

const fields = ['name', 'email', 'unit'] as const;

/** What a form that was refused says of it. Throws on what is no refusal, or leaves nothing to show. */
export function problemOf(error: unknown): PersonProblem {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
  const { code, facts } = error;
  const named = code === 'email_invalid' || code === 'already_exists' ? 'email' : facts.field;
  return {
    code,
    field: fields.find((each) => each === named) ?? null,
    isDeactivated: facts.deactivated === 1,
  };
}

/** The status of a page that comes back: 409 for what clashes with somebody else's doing, 403 for a missing proof. */
export const statusOf = ({ code }: { readonly code: PersonProblem['code'] }): number =>
  code === 'changed_meanwhile' || code === 'last_administrator'
    ? 409
    : code === 'proof_too_old' || code === 'forbidden'
      ? 403
      : 422;
