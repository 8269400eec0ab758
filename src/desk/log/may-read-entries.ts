import type { Context } from '../../delivery/context.ts';
import { hasDuty } from '../../message/rights.ts';
import { staffOf } from '../account/sessions.ts';
import { systemOf } from '../systems/secrets.ts';

/** Whoever asks, by what they sent: a bearer token, or the secret of a session at the desk. */
export interface Credentials {
  readonly token: string | undefined;
  readonly session: string | undefined;
}

/**
 * Whether somebody may read the entries of the log, which show the traffic of all units: a system by the scope, a person by
 * the duty everywhere. `unknown`: it is not proved who asks.
 */
export async function mayReadEntries(
  ctx: Context,
  { token, session }: Credentials,
): Promise<'yes' | 'no' | 'unknown'> {
  if (token !== undefined) {
    const system = await systemOf(ctx, token);
    if (!system) return 'unknown';
    return system.scopes.includes('evidence') ? 'yes' : 'no';
  }
  const staff = session === undefined ? undefined : await staffOf(ctx, session);
  if (!staff) return 'unknown';
  return hasDuty(staff.grants, 'evidence', null) ? 'yes' : 'no';
}
