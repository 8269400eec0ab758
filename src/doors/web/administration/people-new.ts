import type { Request, RequestHandler, Response } from 'express';
import type { NewPersonPage } from '../../../../views/models/people.ts';
import { createPerson } from '../../../desk/people/create-person.ts';
import { linkHours } from '../../../desk/people/people.ts';
import type { Grant, StaffMember } from '../../../desk/staff.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { roleOf, unitOfRole } from './people-form.ts';
import { demandProofFor, managedUnits, managerOf, managesAll, problemOf, statusOf } from './people-shown.ts';

type State = Pick<NewPersonPage, 'draft' | 'problem'>;

export const showNewPerson = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', (request, response, staff) =>
    sendForm(options, request, response, staff, {
      draft: { name: '', email: '', unit: staff.unit, role: 'sender', where: '' },
      problem: null,
    }),
  );

/** Everybody is a sender in their own unit; the chosen role comes besides. */
export const postPerson = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const [name, email, unit, where] = [
      field(request, 'name'),
      field(request, 'email'),
      field(request, 'unit'),
      field(request, 'where'),
    ];
    const role = roleOf(request) || 'sender';
    const grants: Grant[] = [
      { role: 'sender', unit },
      { role, unit: unitOfRole(where, unit) },
    ];
    try {
      demandProofFor(staff, grants);
      const { id, path } = await createPerson(options.ctx, managerOf(staff), { name, email, unit, grants });
      sendLink(options, request, response, staff, { id, name, path, isNew: true });
    } catch (error) {
      const problem = problemOf(error);
      const draft = { name, email, unit, role, where };
      await sendForm(options, request, response, staff, { draft, problem });
    }
  });

async function sendForm(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: State,
): Promise<void> {
  const units = await managedUnits(ctx, staff);
  sendPage(
    ctx,
    request,
    response,
    'desk-person-new',
    {
      person: personOf(staff),
      units: units.map(({ id, name }) => ({ id, name })),
      everywhere: managesAll(staff),
      ...state,
    },
    { status: state.problem ? statusOf(state.problem) : 200, path: '/desk/people/new' },
  );
}

/** A link that is shown once. */
export function sendLink(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { id, name, path, isNew }: { id: string; name: string; path: string; isNew: boolean },
): void {
  const href = `/desk/people/${id}`;
  sendPage(
    ctx,
    request,
    response,
    'desk-person-link',
    {
      person: personOf(staff),
      name,
      href,
      link: `${ctx.settings.url}${path}`,
      expiresAt: new Date(Date.now() + linkHours * 60 * 60 * 1000).toISOString(),
      isNew,
    },
    { path: href },
  );
}
