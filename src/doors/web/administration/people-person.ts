import type { Request, RequestHandler, Response } from 'express';
import {
  personDone,
  type PersonForm,
  type PersonPage,
  type PersonProblem,
} from '../../../../views/models/people.ts';
import { factorsOf, hasFactor } from '../../../desk/account/factors.ts';
import { changePerson } from '../../../desk/people/change-person.ts';
import { looksAfter, mayChange, mayDeactivate, needingProof } from '../../../desk/people/manager.ts';
import { findPerson, inOrder, type Person } from '../../../desk/people/person.ts';
import { listUnits, type Unit } from '../../../desk/people/units.ts';
import { whatIsLeft } from '../../../desk/people/what-is-left.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDuty } from '../../../message/rights.ts';
import { isProven, onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { historyModel } from './history.ts';
import { grantsOf, grantValue, roleOf, unitOfRole } from './people-form.ts';
import {
  managerOf,
  managesAll,
  problemOf,
  proofCheckOfChange,
  rolesShown,
  statusOf,
} from './people-shown.ts';

/** What somebody typed into the form, beside the version it was made from. */
type Typed = Pick<PersonForm, 'name' | 'email' | 'unit' | 'role' | 'where'> & {
  readonly had: readonly string[];
  readonly kept: readonly string[];
};

export const showPerson = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const done = personDone.find((each) => each === request.query.done) ?? null;
    await sendPerson(options, request, response, staff, { done });
  });

export const postPersonChange = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const id = param(request, 'id');
    const [unit, where, role] = [field(request, 'unit'), field(request, 'where'), roleOf(request)];
    const kept = grantsOf(request, 'grant');
    const grants = role ? [...kept, { role, unit: unitOfRole(where, unit) }] : kept;
    const [name, email, version] = [
      field(request, 'name'),
      field(request, 'email'),
      field(request, 'version'),
    ];
    try {
      const change = { version: Number(version), name, email, unit, grants };
      await changePerson(options.ctx, managerOf(staff), id, change, proofCheckOfChange(staff, grants, email));
      response.redirect(303, `/desk/people/${id}?done=changed`);
    } catch (error) {
      const typed = {
        ...{ name, email, unit, role, where },
        had: grantsOf(request, 'had').map(grantValue),
        kept: kept.map(grantValue),
      };
      await sendPerson(options, request, response, staff, { problem: problemOf(error), typed });
    }
  });

/** The page of a person as they stand now. Refuses not_found for whom the reader does not look after. */
export async function sendPerson(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: { done?: PersonPage['done']; problem?: PersonProblem; typed?: Typed },
): Promise<void> {
  const person = await findPerson(ctx.db, param(request, 'id'));
  const manager = managerOf(staff);
  if (!looksAfter(manager, person)) throw new Refusal('not_found');
  const [units, factors, left, history] = await Promise.all([
    listUnits(ctx),
    factorsOf(ctx.db, person.id),
    whatIsLeft(ctx.db, person.id),
    historyModel(ctx, person.id),
  ]);
  const isActive = person.deactivatedAt === null;
  const change = mayChange(manager, person);
  const isSelf = person.id === staff.id;
  const { name, email, unitName, grants, signsIn, deactivatedAt, isFromProvider } = person;
  const page: PersonPage = {
    person: personOf(staff),
    id: person.id,
    now: {
      ...{ name, email, unit: unitName, signsIn, deactivatedAt },
      roles: rolesShown(grants, units),
      factors: { totp: factors.totp, passkeys: factors.passkeys },
    },
    form: change && !isFromProvider ? formOf(person, staff, units, state.typed) : null,
    may: {
      change,
      link: change && isActive && !isFromProvider,
      reset: change && hasFactor(factors) && !isSelf,
      signOut: change && isActive && !isSelf,
      deactivate: isActive && mayDeactivate(manager, person),
      reactivate: !isActive && change,
    },
    isFromProvider,
    proofNeeded: change && needingProof(grants).length > 0 && !isProven(staff, 'GET'),
    left: isActive ? left : null,
    done: state.done ?? null,
    problem: state.problem ?? null,
    history,
  };
  const status = state.problem ? statusOf(state.problem) : 200;
  sendPage(ctx, request, response, 'desk-person', page, { status, path: `/desk/people/${person.id}` });
}

/** The form with what was typed: roles that somebody else gave meanwhile stay ticked. */
function formOf(
  { version, name, email, unit, grants }: Person,
  staff: StaffMember,
  units: readonly Unit[],
  typed: Typed | undefined,
): PersonForm {
  const isKept = (value: string) => !typed || typed.kept.includes(value) || !typed.had.includes(value);
  const shown = rolesShown(inOrder(grants), units);
  return {
    version,
    ...{ name: typed?.name ?? name, email: typed?.email ?? email, unit: typed?.unit ?? unit },
    ...{ role: typed?.role ?? '', where: typed?.where ?? '' },
    grants: inOrder(grants).map((grant, index) => {
      const value = grantValue(grant);
      return { ...shown[index]!, value, isKept: isKept(value) };
    }),
    units: units
      .filter(({ id }) => hasDuty(staff.grants, 'people', id))
      .map((each) => ({ id: each.id, name: each.name })),
    everywhere: managesAll(staff),
  };
}
