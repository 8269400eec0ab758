import type { Request, RequestHandler, Response } from 'express';
import type { SystemsPage } from '../../../../views/models/systems.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { createSystem, listSystems } from '../../../desk/systems/systems.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf, staffActor } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';

const noSystem = { name: '', from: '', owner: '' };

export const showSystems = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', (request, response, staff) =>
    systems(options, request, response, staff, { created: null, error: null, draft: noSystem }),
  );

export const postSystem = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', async (request, response, staff) => {
    const [name = '', from = '', owner = ''] = ['name', 'from', 'owner'].map((each) =>
      field(request, each).trim(),
    );
    try {
      const patterns = from.split(/[\s,]+/).filter(Boolean);
      if (!name || patterns.length === 0) throw new Refusal('invalid');
      const made = await createSystem(options.ctx, staffActor(staff), {
        name,
        from: patterns,
        owner: owner || undefined,
      });
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
