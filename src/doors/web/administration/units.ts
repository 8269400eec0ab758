import type { Request, RequestHandler, Response } from 'express';
import type { UnitForm, UnitPage, UnitProblem, UnitsPage } from '../../../../views/models/units.ts';
import { changeUnit, createUnit } from '../../../desk/people/change-unit.ts';
import { findUnit, listUnits, peopleInUnits, type Unit } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDuty } from '../../../message/rights.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { historyModel } from './history.ts';
import { managerOf, statusOf } from './people-shown.ts';

export const showUnits = (options: WebOptions): RequestHandler =>
  onDuty(options, 'units', (request, response, staff) =>
    sendUnits(options, request, response, staff, {
      form: { name: '', outwardName: '', functionAddress: '' },
      problem: null,
    }),
  );

export const postUnit = (options: WebOptions): RequestHandler =>
  onDuty(options, 'units', async (request, response, staff) => {
    const form = formOf(request);
    try {
      const id = await createUnit(options.ctx, managerOf(staff), form);
      response.redirect(303, `/desk/units/${id}?done=created`);
    } catch (error) {
      await sendUnits(options, request, response, staff, { form, problem: problemOf(error) });
    }
  });

export const showUnit = (options: WebOptions): RequestHandler =>
  onDuty(options, 'units', async (request, response, staff) => {
    const asked = request.query.done;
    const done = asked === 'created' || asked === 'changed' ? asked : null;
    await sendUnit(options, request, response, staff, { done });
  });

export const postUnitChange = (options: WebOptions): RequestHandler =>
  onDuty(options, 'units', async (request, response, staff) => {
    const [id, form] = [param(request, 'id'), formOf(request)];
    try {
      const version = Number(field(request, 'version'));
      await changeUnit(options.ctx, managerOf(staff), id, { ...form, version });
      response.redirect(303, `/desk/units/${id}?done=changed`);
    } catch (error) {
      await sendUnit(options, request, response, staff, { form, problem: problemOf(error) });
    }
  });

const formOf = (request: Request): UnitForm => ({
  name: field(request, 'name'),
  outwardName: field(request, 'outwardName'),
  functionAddress: field(request, 'functionAddress'),
});

const shownForm = ({ name, outwardName, functionAddress }: Unit): UnitForm => ({
  name,
  outwardName,
  functionAddress: functionAddress ?? '',
});

function problemOf(error: unknown): UnitProblem {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
  const { code, facts } = error;
  const named =
    code === 'email_invalid' ? 'functionAddress' : code === 'already_exists' ? 'name' : facts.field;
  const fields = ['name', 'outwardName', 'functionAddress'] as const;
  return { code, field: fields.find((each) => each === named) ?? null };
}

async function sendUnits(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { form, problem }: { form: UnitForm; problem: UnitProblem | null },
): Promise<void> {
  const [units, people] = await Promise.all([listUnits(ctx), peopleInUnits(ctx)]);
  const page: UnitsPage = {
    person: personOf(staff),
    rows: units.map(({ id, name, outwardName, functionAddress }) => ({
      href: hasDuty(staff.grants, 'units', id) ? `/desk/units/${id}` : null,
      ...{ name, outwardName, functionAddress },
      people: people.get(id) ?? 0,
    })),
    form: hasDuty(staff.grants, 'units', null) ? form : null,
    problem,
  };
  const status = problem ? statusOf(problem) : 200;
  sendPage(ctx, request, response, 'desk-units', page, { status, path: '/desk/units' });
}

async function sendUnit(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { form, done = null, problem = null }: { form?: UnitForm } & Partial<Pick<UnitPage, 'done' | 'problem'>>,
): Promise<void> {
  const unit = await findUnit(ctx.db, param(request, 'id'));
  if (!hasDuty(staff.grants, 'units', unit.id)) throw new Refusal('forbidden');
  const page: UnitPage = {
    person: personOf(staff),
    id: unit.id,
    version: unit.version,
    now: shownForm(unit),
    form: form ?? shownForm(unit),
    ...{ done, problem },
    history: await historyModel(ctx, unit.id),
  };
  const status = problem ? statusOf(problem) : 200;
  sendPage(ctx, request, response, 'desk-unit', page, { status, path: `/desk/units/${unit.id}` });
}
