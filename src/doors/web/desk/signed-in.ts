import type { Request, RequestHandler, Response } from 'express';
import type { Viewer } from '../../../delivery/message-access.ts';
import { staffOf } from '../../../desk/sign-in.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { clearStaffSession, staffSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';

type StaffHandler = (request: Request, response: Response, staff: StaffMember) => Promise<void>;

/** Runs a handler for whoever is signed in; anybody else gets the way to sign in. */
export const signedIn =
  ({ ctx }: WebOptions, handler: StaffHandler): RequestHandler =>
  async (request, response) => {
    const secret = await staffSession(ctx, request);
    const staff = secret && (await staffOf(ctx, secret));
    if (staff) return handler(request, response, staff);
    if (!secret && request.method === 'GET') return response.redirect(303, '/desk/sign-in');
    if (secret) clearStaffSession(response);
    const error = secret ? 'session_ended' : null;
    sendPage(
      ctx,
      request,
      response,
      'desk-sign-in',
      { email: '', error, link: null },
      { status: 401, path: '/desk/sign-in' },
    );
  };

/** The same for administrators alone. */
export const administrator = (options: WebOptions, handler: StaffHandler): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    if (staff.role !== 'admin') throw new Refusal('forbidden', 'This page is for administrators.');
    return handler(request, response, staff);
  });

export const viewerOf = (staff: StaffMember): Viewer => ({ kind: 'person', id: staff.id, seesAll: false });

export const personOf = ({ name, role, unitName }: StaffMember) => ({ name, role, unit: unitName });
