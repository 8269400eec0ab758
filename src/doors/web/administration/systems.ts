import type { RequestHandler } from 'express';
import type { SystemPage } from '../../../../views/models/systems.ts';
import { closeSystem } from '../../../desk/systems/close-system.ts';
import { findSystem, listSystems } from '../../../desk/systems/list-systems.ts';
import { listSecrets } from '../../../desk/systems/list-secrets.ts';
import { openSystem } from '../../../desk/systems/open-system.ts';
import { onDuty, personOf, proven } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { historyModel } from './history.ts';
import { factsOf, managerOf, mayGive } from './systems-manager.ts';

export const showSystems = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const rows = (await listSystems(ctx, managerOf(staff))).map((line) => ({
      id: line.id,
      name: line.name,
      from: line.senders,
      owner: line.owner?.name ?? null,
      unit: line.unit.name,
      open: line.closedAt === null,
      lastUsedAt: line.lastUsedAt,
      warnings: line.warnings,
    }));
    sendPage(ctx, request, response, 'desk-systems', { person: personOf(staff), rows });
  });

const told: readonly unknown[] = ['changed', 'closed', 'opened', 'expiry', 'ended'];

export const showSystem = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const manager = managerOf(staff);
    const system = await findSystem(ctx, manager, param(request, 'id'));
    const [secrets, history] = await Promise.all([listSecrets(ctx, system.id), historyModel(ctx, system.id)]);
    const { done } = request.query;
    sendPage(ctx, request, response, 'desk-system', {
      person: personOf(staff),
      system: factsOf(system),
      secrets: secrets.map(({ replacedBy, ...secret }) => ({
        ...secret,
        isReplaced: replacedBy !== null,
        renewable: mayGive(manager, system, secret.scopes),
      })),
      history,
      done: told.includes(done) ? (done as SystemPage['done']) : null,
    });
  });

/** Takes rights away, and so asks for no fresh proof: it may be urgent. */
export const postClosure = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', async (request, response, staff) => {
    const id = param(request, 'id');
    await closeSystem(options.ctx, managerOf(staff), id);
    response.redirect(303, `/desk/systems/${id}?done=closed`);
  });

export const showOpening = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const system = await findSystem(ctx, managerOf(staff), param(request, 'id'));
    const model = { person: personOf(staff), system: factsOf(system) };
    sendPage(ctx, request, response, 'desk-system-opening', model);
  });

export const postOpening = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const id = param(request, 'id');
    await openSystem(options.ctx, managerOf(staff), id);
    response.redirect(303, `/desk/systems/${id}?done=opened`);
  });
