import type { Request, Response } from 'express';
import type { Context } from '../../../delivery/context.ts';
import { pendingStaffOf, staffOf } from '../../../desk/account/sessions.ts';
import { rememberDevice, setStaffSession } from '../cookies.ts';
import { home, leadingTo, ownPath } from './own-path.ts';

/**
 * Gives the browser a session that was just opened, and says where it goes: on to `next`, or first to where the second
 * factor is asked for. A browser that somebody is signed in with completely is remembered as theirs.
 */
export async function enterDesk(
  ctx: Context,
  request: Request,
  response: Response,
  secret: string,
  next: string = home,
): Promise<string> {
  await setStaffSession(ctx, response, secret);
  const path = ownPath(next);
  if (await pendingStaffOf(ctx, secret)) return leadingTo('/desk/second-factor', path);
  const staff = await staffOf(ctx, secret);
  if (staff) await rememberDevice(ctx, request, response, staff.id);
  return path;
}
