import type { Request, RequestHandler, Response } from 'express';
import type { SecretExpiryPage } from '../../../../views/models/systems.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { changeExpiry } from '../../../desk/systems/change-expiry.ts';
import { findSystem } from '../../../desk/systems/list-systems.ts';
import { personOf, proven } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { secretOf } from './secrets.ts';
import { daysUntil, endAfter, managerOf, problemOf } from './systems-manager.ts';

export const showExpiry = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', (request, response, staff) => showForm(options, request, response, staff));

export const postExpiry = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const [id, secret] = [param(request, 'id'), param(request, 'secret')];
    const days = field(request, 'days');
    const was = field(request, 'was') || null;
    try {
      const change = { was, expiresAt: endAfter(days) };
      await changeExpiry(options.ctx, managerOf(staff), id, secret, change);
      response.redirect(303, `/desk/systems/${id}?done=expiry`);
    } catch (error) {
      await showForm(options, request, response, staff, { days, ...problemOf(error) });
    }
  });

async function showForm(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  failed: Partial<Pick<SecretExpiryPage, 'days' | 'problem'>> & { status?: number } = {},
): Promise<void> {
  const { ctx } = options;
  const system = await findSystem(ctx, managerOf(staff), param(request, 'id'));
  const { id, name, expiresAt } = await secretOf(options, system.id, param(request, 'secret'));
  const { days = daysUntil(expiresAt), problem = null, status = 200 } = failed;
  sendPage(
    ctx,
    request,
    response,
    'desk-secret-expiry',
    {
      person: personOf(staff),
      system: { id: system.id, name: system.name },
      secret: { id, name, expiresAt },
      days,
      problem,
    },
    { status, path: `/desk/systems/${system.id}/secrets/${id}/expiries` },
  );
}
