import type { Request, RequestHandler, Response } from 'express';
import type { PeoplePage, Role, SystemsPage } from '../../../../views/models/desk.ts';
import { createPerson, linkHours, listPeople } from '../../../desk/people.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { createSystem, listSystems } from '../../../desk/systems.ts';
import { listUnits } from '../../../desk/units.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { administrator, personOf } from './signed-in.ts';

export const showPeople = (options: WebOptions): RequestHandler =>
  administrator(options, (request, response, staff) =>
    people(options, request, response, staff, {
      created: null,
      error: null,
      draft: { name: '', email: '', role: 'sender', unit: staff.unit },
    }),
  );

export const postPerson = (options: WebOptions): RequestHandler =>
  administrator(options, async (request, response, staff) => {
    const { ctx } = options;
    const [name = '', email = '', unit = ''] = ['name', 'email', 'unit'].map((each) => field(request, each));
    const asked = field(request, 'role');
    const role: Role = asked === 'compliance' || asked === 'admin' ? asked : 'sender';
    const draft = { name, email, role, unit };
    try {
      const unitName = (await listUnits(ctx)).find((each) => each.id === unit)?.name;
      const { path } = await createPerson(ctx, { name, email, role, unit: unitName });
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
    rows: rows.map(({ name, email, role, unit, signsIn }) => ({ name, email, role, unit, signsIn })),
    units: units.map(({ id, name }) => ({ id, name })),
    ...state,
  };
  const status = state.error ? 422 : 200;
  sendPage(ctx, request, response, 'desk-people', model, { status, path: '/desk/people' });
}

const noSystem = { name: '', from: '', owner: '' };

export const showSystems = (options: WebOptions): RequestHandler =>
  administrator(options, (request, response, staff) =>
    systems(options, request, response, staff, { created: null, error: null, draft: noSystem }),
  );

export const postSystem = (options: WebOptions): RequestHandler =>
  administrator(options, async (request, response, staff) => {
    const [name = '', from = '', owner = ''] = ['name', 'from', 'owner'].map((each) =>
      field(request, each).trim(),
    );
    try {
      const patterns = from.split(/[\s,]+/).filter(Boolean);
      if (!name || patterns.length === 0) throw new Refusal('invalid');
      const made = await createSystem(options.ctx, { name, from: patterns, owner: owner || undefined });
      await systems(options, request, response, staff, {
        created: { name, ...made },
        error: null,
        draft: noSystem,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await systems(options, request, response, staff, {
        created: null,
        error: error.code,
        draft: { name, from, owner },
      });
    }
  });

async function systems(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Pick<SystemsPage, 'created' | 'error' | 'draft'>,
): Promise<void> {
  const rows = await listSystems(ctx);
  const model = {
    person: personOf(staff),
    rows: rows.map(({ id, name, senders, owner }) => ({ id, name, from: senders, owner, active: true })),
    ...state,
  };
  const status = state.error ? 422 : 200;
  sendPage(ctx, request, response, 'desk-systems', model, { status, path: '/desk/systems' });
}
