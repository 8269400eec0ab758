import type { Context } from '../../delivery/context.ts';
import { passkeyNameOf } from '../../delivery/passkeys/passkey-name.ts';
import { Refusal } from '../../message/refusals.ts';

/** Calls one of somebody's passkeys something else. Refuses: not_found, invalid. */
export async function renamePasskey(ctx: Context, person: string, id: string, typed: string): Promise<void> {
  const { count } = await ctx.db.query('update passkeys set name = $3 where id = $1 and person_id = $2', [
    Buffer.from(id, 'base64url'),
    person,
    passkeyNameOf(typed),
  ]);
  if (count === 0) throw new Refusal('not_found');
}
