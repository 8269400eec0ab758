import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';

/** Characters of what somebody calls a passkey. */
export const longestPasskeyName = 60;

/** A name as it is kept. Refuses invalid: nothing to read in it, or too long. */
export function passkeyNameOf(typed: string): string {
  const name = typed.replace(/[\s\p{C}]+/gu, ' ').trim();
  if (name === '' || [...name].length > longestPasskeyName) throw new Refusal('invalid');
  return name;
}

/** Calls one of somebody's passkeys something else. Refuses: not_found, invalid. */
export async function renamePasskey(ctx: Context, person: string, id: string, typed: string): Promise<void> {
  const { count } = await ctx.db.query('update passkeys set name = $3 where id = $1 and person_id = $2', [
    Buffer.from(id, 'base64url'),
    person,
    passkeyNameOf(typed),
  ]);
  if (count === 0) throw new Refusal('not_found');
}
