import type { Request, RequestHandler, Response } from 'express';
import type { SecretFormPage } from '../../../../views/models/systems.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { createSecret } from '../../../desk/systems/create-secret.ts';
import { findSystem, type SystemLine } from '../../../desk/systems/list-systems.ts';
import { listSecrets, type SecretLine } from '../../../desk/systems/list-secrets.ts';
import { revokeSecret } from '../../../desk/systems/revoke-secret.ts';
import { overlap } from '../../../desk/systems/secret-fields.ts';
import { Refusal } from '../../../message/refusals.ts';
import { isScope, usualScopes } from '../../../message/scopes.ts';
import { onDuty, personOf, proven } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { usualDays } from './systems-form.ts';
import { daysUntil, endAfter, fields, managerOf, problemOf } from './systems-manager.ts';

export const showNewSecret = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const system = await findSystem(ctx, managerOf(staff), param(request, 'id'));
    const { replaces } = request.query;
    const old = replaces === undefined ? null : await secretOf(options, system.id, replaces);
    await showForm(options, request, response, staff, {
      system,
      replaces: old,
      name: old?.name ?? '',
      chosen: usualScopes,
      days: old ? lifeOf(old) : usualDays,
      overlapHours: String(overlap.usualHours),
    });
  });

export const postSecret = (options: WebOptions): RequestHandler =>
  proven(options, 'systems', async (request, response, staff) => {
    const { ctx } = options;
    const manager = managerOf(staff);
    const system = await findSystem(ctx, manager, param(request, 'id'));
    const [name, days, overlapHours, replaces] = ['name', 'days', 'overlapHours', 'replaces'].map((each) =>
      field(request, each),
    ) as [string, string, string, string];
    const old = replaces === '' ? null : await secretOf(options, system.id, replaces);
    const scopes = fields(request, 'scopes');
    try {
      const made = await createSecret(ctx, manager, system.id, {
        name,
        expiresAt: endAfter(days),
        ...(old ? { replaces: old.id, overlapHours: hours(overlapHours) } : { scopes }),
      });
      sendPage(
        ctx,
        request,
        response,
        'desk-secret-made',
        {
          person: personOf(staff),
          system: { id: system.id, name: system.name },
          added: false,
          secret: made.secret,
          expiresAt: made.expiresAt,
          replacedUntil: made.replaced?.expiresAt ?? null,
        },
        { path: `/desk/systems/${system.id}` },
      );
    } catch (error) {
      const chosen = scopes.filter(isScope);
      const typed = { system, replaces: old, name, chosen, days, overlapHours };
      await showForm(options, request, response, staff, { ...typed, ...problemOf(error) });
    }
  });

/** Takes a right away, and so asks for no fresh proof: it may be urgent. */
export const postRevocation = (options: WebOptions): RequestHandler =>
  onDuty(options, 'systems', async (request, response, staff) => {
    const id = param(request, 'id');
    await revokeSecret(options.ctx, managerOf(staff), id, param(request, 'secret'));
    response.redirect(303, `/desk/systems/${id}?done=ended`);
  });

/** One secret of a system. Refuses not_found. */
export async function secretOf({ ctx }: WebOptions, system: string, id: unknown): Promise<SecretLine> {
  const found = (await listSecrets(ctx, system)).find((each) => each.id === id);
  if (!found) throw new Refusal('not_found');
  return found;
}

/** Days that a secret was made for; '': it has no end. */
function lifeOf({ createdAt, expiresAt }: SecretLine): string {
  if (expiresAt === null) return '';
  return daysUntil(new Date(Date.now() + Date.parse(expiresAt) - Date.parse(createdAt)).toISOString());
}

/** Refused further on where it is no number. */
const hours = (typed: string): number => (/^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) : Number.NaN);

interface Form extends Partial<Pick<SecretFormPage, 'problem'>> {
  readonly system: SystemLine;
  readonly replaces: SecretLine | null;
  readonly name: string;
  readonly chosen: SecretFormPage['secret']['chosen'];
  readonly days: string;
  readonly overlapHours: string;
  readonly status?: number;
}

async function showForm(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { system, replaces, name, chosen, days, overlapHours, problem = null, status = 200 }: Form,
): Promise<void> {
  const { scopes } = managerOf(staff);
  const query = replaces ? `?replaces=${replaces.id}` : '';
  sendPage(
    ctx,
    request,
    response,
    'desk-secret-form',
    {
      person: personOf(staff),
      system: { id: system.id, name: system.name },
      replaces: replaces && { id: replaces.id, name: replaces.name, scopes: replaces.scopes },
      name,
      secret: { choices: replaces ? [] : scopes, chosen, days },
      overlapHours,
      problem,
    },
    { status, path: `/desk/systems/${system.id}/secrets/new${query}` },
  );
}
