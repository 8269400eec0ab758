import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember } from '../staff.ts';
import { afterRemoval, factorsOf, mayChangeFactors, recordFactor } from './factors.ts';
import { holdAccount } from './hold-account.ts';

/**
 * Removes one of somebody's passkeys, which proves nothing from then on. Refuses: not_found, proof_too_old,
 * second_factor_needed (it is the last factor, and a role of theirs asks for one), unauthenticated (the session ended).
 */
export async function removePasskey(ctx: Context, staff: StaffMember, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    if (!mayChangeFactors(staff.session, await factorsOf(tx, staff.id))) throw new Refusal('proof_too_old');
    const { count } = await tx.query('delete from passkeys where id = $1 and person_id = $2', [
      Buffer.from(id, 'base64url'),
      staff.id,
    ]);
    if (count === 0) throw new Refusal('not_found');
    await recordFactor(tx, 'person.factor_removed', staff.id, 'passkey');
    await afterRemoval(tx, staff.id);
  });
}
