import type { Context } from '../../delivery/context.ts';
import { recordChange } from '../record-change.ts';
import type { StaffMember } from '../staff.ts';
import { endSessions } from './end-sessions.ts';
import { holdAccount } from './hold-account.ts';
import { hashPassword } from './password.ts';
import { checkPassword } from './prove.ts';

/**
 * Puts a new password in place of somebody's own, and ends their other sessions. Refuses: forbidden (they have none to
 * replace), invalid (the current one is another), password_weak, budget_spent, unauthenticated (the session ended).
 */
export async function changePassword(
  ctx: Context,
  staff: StaffMember,
  session: string,
  { current, chosen }: { current: string; chosen: string },
): Promise<void> {
  await checkPassword(ctx, staff.id, session, current);
  const hash = await hashPassword(chosen);
  await ctx.db.transaction(async (tx) => {
    await holdAccount(tx, staff);
    await tx.query('update people set password_hash = $2 where id = $1', [staff.id, hash]);
    const sessions = await endSessions(tx, staff.id, staff.session.id);
    await recordChange(tx, {
      type: 'person.password_set',
      actor: { kind: 'staff', id: staff.id },
      kind: 'person',
      subject: staff.id,
      details: { by: 'current_password', sessions },
    });
  });
}
