import type { Request, RequestHandler, Response } from 'express';
import type { PeoplePage } from '../../../../views/models/people.ts';
import { createPerson, linkHours, listPeople } from '../../../desk/people/people.ts';
import type { Role, StaffMember } from '../../../desk/staff.ts';
import { listUnits } from '../../../desk/people/units.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { onDuty, personOf, staffActor } from '../desk/signed-in.ts';

export const showPeople = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', (request, response, staff) =>
    people(options, request, response, staff, {
      created: null,
      error: null,
      draft: { name: '', email: '', role: 'sender', unit: staff.unit },
    }),
  );

export const postPerson = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const { ctx } = options;
    const [name = '', email = '', unit = ''] = ['name', 'email', 'unit'].map((each) => field(request, each));
    const asked = field(request, 'role');
    const role: Role = asked === 'compliance' || asked === 'admin' ? asked : 'sender';
    const draft = { name, email, role, unit };
    try {
      const unitName = (await listUnits(ctx)).find((each) => each.id === unit)?.name;
      const { path } = await createPerson(ctx, staffActor(staff), { name, email, role, unit: unitName });
      const expiresAt = new Date(Date.now() + linkHours * 60 * 60 * 1000).toISOString();
      await people(options, request, response, staff, {
        created: { name, link: `${ctx.settings.url}${path}`, expiresAt },
        error: null,
        draft: { name: '', email: '', role: 'sender', unit: staff.unit },
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await people(options, request, response, staff, { created: null, error: error.code, draft });
    }
  });

async function people(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Pick<PeoplePage, 'created' | 'error' | 'draft'>,
): Promise<void> {
  const [rows, units] = await Promise.all([listPeople(ctx), listUnits(ctx)]);
  const model = {
    person: personOf(staff),
    rows: rows.map(({ name, email, grants, unit, signsIn }) => ({
      name,
      email,
      roles: [...new Set(grants.map(({ role }) => role))],
      unit,
      signsIn,
    })),
    units: units.map(({ id, name }) => ({ id, name })),
    ...state,
  };
  const status = state.error ? 422 : 200;
  sendPage(ctx, request, response, 'desk-people', model, { status, path: '/desk/people' });
}
