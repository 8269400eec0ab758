import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { passkeyNameOf } from '../passkeys/passkey-name.ts';
import { ownPasskey } from './own-passkeys.ts';
import { provenHere } from './proven.ts';

/** Calls a passkey something else. `id`: base64url. Refuses: unauthenticated, not_permitted, not_found, invalid. */
export async function renamePasskey(
  ctx: Context,
  token: string,
  session: string,
  id: string,
  typed: string,
): Promise<void> {
  const { delivery } = await provenHere(ctx.db, token, session);
  const { count } = await ctx.db.query(
    `update recipient_passkeys k set name = $3 from deliveries d where d.id = $1 and k.id = $2 and ${ownPasskey}`,
    [delivery, Buffer.from(id, 'base64url'), passkeyNameOf(typed)],
  );
  if (count === 0) throw new Refusal('not_found');
}
