import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { openSecret, sealSecret } from '../../delivery/secrets.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Identity } from './identity-provider.ts';

const contextOf = (session: string): string => `refresh token of ${session}`;

/** Keeps beside a session, sealed, what the provider can be asked again with, and that it has just confirmed. */
export async function keepRefreshToken(
  ctx: Context,
  tx: Queryable,
  secret: string,
  { refreshToken }: Identity,
): Promise<void> {
  const { rows } = await tx.query<{ session: string }>(
    'update staff_sessions set confirmed_at = now() where id_hash = $1 returning public_id as session',
    [hashToken(secret)],
  );
  if (rows[0]) await setRefreshToken(ctx, tx, rows[0].session, refreshToken);
}

/** Puts a new token in place of the one that a session, by its id, has; `undefined`: that one stays. */
export async function setRefreshToken(
  ctx: Context,
  tx: Queryable,
  session: string,
  token: string | undefined,
): Promise<void> {
  if (token === undefined) return;
  const sealed = await sealSecret(ctx.keys, 'factor', contextOf(session), token);
  await tx.query('update staff_sessions set refresh_token = $2 where public_id = $1', [session, sealed]);
}

/** `undefined`: its key has ended. */
export const openRefreshToken = (
  ctx: Context,
  session: string,
  sealed: string,
): Promise<string | undefined> => openSecret(ctx.keys, 'factor', contextOf(session), sealed);
