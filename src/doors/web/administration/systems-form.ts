import type { Request, RequestHandler, Response } from 'express';
import type { SystemFormPage } from '../../../../views/models/systems.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { changeSystem } from '../../../desk/systems/change-system.ts';
import { createSystem } from '../../../desk/systems/create-system.ts';
import { findSystem } from '../../../desk/systems/list-systems.ts';
import { Refusal } from '../../../message/refusals.ts';
import { isScope, usualScopes } from '../../../message/scopes.ts';
import { personOf, proven } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { endAfter, factsOf, fields, managedUnits, managerOf, problemOf } from './systems-manager.ts';

/** Days after which a new secret ends, unless somebody says otherwise. */
export const usualDays = '365';

export const showNewSystem = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', (request, response, staff) => {
    const draft = { name: '', from: '', owner: '', networks: '', unit: staff.unit, version: 0 };
    const secret = { chosen: usualScopes, days: usualDays };
    return showForm(options, request, response, staff, { system: null, draft, secret });
  });

export const postSystem = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const manager = managerOf(staff);
    const typed = typedIn(request, staff);
    const scopes = fields(request, 'scopes');
    const days = field(request, 'days');
    try {
      const expiresAt = endAfter(days);
      const unit = await unitNamed(options, staff, typed.unit);
      const draft = { ...asked(typed), unit };
      const { id, secret } = await createSystem(ctx, manager, draft, { scopes, expiresAt });
      sendPage(
        ctx,
        request,
        response,
        'desk-secret-made',
        {
          person: personOf(staff),
          system: { id, name: draft.name },
          added: true,
          secret,
          expiresAt,
          replacedUntil: null,
        },
        { path: `/desk/systems/${id}` },
      );
    } catch (error) {
      const failed = problemOf(error);
      const secret = { chosen: scopes.filter(isScope), days };
      await showForm(options, request, response, staff, { system: null, draft: typed, secret, ...failed });
    }
  });

export const showEdit = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const system = await findSystem(options.ctx, managerOf(staff), param(request, 'id'));
    const { name, senders, networks, owner, unit, version } = system;
    const draft = {
      name,
      from: senders.join('\n'),
      owner: owner?.email ?? '',
      networks: networks.join('\n'),
      unit: unit.id,
      version,
    };
    await showForm(options, request, response, staff, { system, draft, secret: null });
  });

export const postChange = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const manager = managerOf(staff);
    const id = param(request, 'id');
    const typed = typedIn(request, staff);
    try {
      const unit = await unitNamed(options, staff, typed.unit);
      await changeSystem(ctx, manager, id, { ...asked(typed), unit, version: typed.version });
      response.redirect(303, `/desk/systems/${id}?done=changed`);
    } catch (error) {
      const failed = problemOf(error);
      const system = await findSystem(ctx, manager, id);
      const outdated = failed.problem.code === 'changed_meanwhile';
      // Whoever has seen how it stands now may put theirs in its place.
      const draft = outdated ? { ...typed, version: system.version } : typed;
      const now = outdated ? factsOf(system) : null;
      await showForm(options, request, response, staff, { system, draft, secret: null, now, ...failed });
    }
  });

type Draft = SystemFormPage['draft'];

function typedIn(request: Request, staff: StaffMember): Draft {
  const version = field(request, 'version');
  return {
    name: field(request, 'name'),
    from: field(request, 'from'),
    owner: field(request, 'owner'),
    networks: field(request, 'networks'),
    unit: field(request, 'unit') || staff.unit,
    version: /^\d{1,9}$/.test(version) ? Number(version) : 0,
  };
}

const asked = ({ name, from, owner, networks }: Draft) => ({
  name: name.trim(),
  from: entriesOf(from),
  owner: owner.trim() || undefined,
  networks: entriesOf(networks),
});

const entriesOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** Refuses invalid: none that this person looks after. */
async function unitNamed({ ctx }: WebOptions, staff: StaffMember, id: string): Promise<string> {
  const unit = (await managedUnits(ctx, managerOf(staff))).find((each) => each.id === id);
  if (!unit) throw new Refusal('invalid', undefined, { field: 'unit' });
  return unit.name;
}

interface Form extends Partial<Pick<SystemFormPage, 'problem' | 'now'>> {
  readonly system: { readonly id: string; readonly name: string } | null;
  readonly draft: Draft;
  readonly secret: Omit<NonNullable<SystemFormPage['secret']>, 'choices'> | null;
  readonly status?: number;
}

async function showForm(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { system, draft, secret, problem = null, now = null, status = 200 }: Form,
): Promise<void> {
  const manager = managerOf(staff);
  sendPage(
    ctx,
    request,
    response,
    'desk-system-form',
    {
      person: personOf(staff),
      system: system && { id: system.id, name: system.name },
      units: await managedUnits(ctx, manager),
      draft,
      secret: secret && { ...secret, choices: manager.scopes },
      problem,
      now,
    },
    { status, path: system ? `/desk/systems/${system.id}/edit` : '/desk/systems/new' },
  );
}
