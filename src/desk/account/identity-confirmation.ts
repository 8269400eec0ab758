import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import { idleMinutes, longestHours } from '../../delivery/staff-session-limits.ts';
import { defaultStaffPolicy, type StaffPolicy } from '../../message/policy.ts';
import { Refusal } from '../../message/refusals.ts';
import { currentPolicy } from '../policy.ts';
import { endSessions } from './end-sessions.ts';
import { admit } from './identity-admission.ts';
import { neededClaims } from './identity-claims.ts';
import { forgetErrands } from './identity-errand.ts';
import type { Identity, StaffIdentity } from './identity-provider.ts';
import { openRefreshToken, setRefreshToken } from './identity-refresh-token.ts';

/** Minutes for which what the provider said of somebody counts. */
export const confirmedMinutes = 30;
/** Minutes after which a session that was taken up, and came to no end, is taken up again. */
const takenMinutes = 4;
/** Sessions in one round; the others follow in the next. */
const most = 500;

interface Due {
  readonly session: string;
  readonly person: string;
  readonly issuer: string;
  readonly subject: string;
  readonly sealed: string;
}

/**
 * Asks the provider again about those who are signed in: whoever it answers for no longer, or gives no role, is signed
 * out. While it is away nothing changes.
 */
export const confirmIdentities =
  (ctx: Context, staffIdentity: StaffIdentity): Handler =>
  async () => {
    await forgetErrands(ctx);
    const policy = (await currentPolicy(ctx.db)).staff ?? defaultStaffPolicy;
    for (let round = 0; round < most; round += 1) {
      const due = await takeUp(ctx);
      if (!due || !(await confirm(ctx, staffIdentity, policy, due))) return;
    }
  };

/** Takes up one session: by its moved time no other worker does, which would spend its token twice. */
async function takeUp({ db }: Context): Promise<Due | undefined> {
  const { rows } = await db.query<Due>(
    `update staff_sessions s set confirmed_at = now() - make_interval(mins => ${confirmedMinutes - takenMinutes})
      from people p
      where p.id = s.person_id and p.subject is not null and s.id_hash = (
        select id_hash from staff_sessions
          where refresh_token is not null and confirmed_at < now() - make_interval(mins => ${confirmedMinutes})
            and last_seen_at > now() - make_interval(mins => ${idleMinutes})
            and created_at > now() - make_interval(hours => ${longestHours})
          order by confirmed_at limit 1 for update skip locked)
      returning s.public_id as session, p.id as person, p.issuer, p.subject, s.refresh_token as sealed`,
  );
  return rows[0];
}

/** `false`: the provider is away, so that asking on is of no use. */
async function confirm(
  ctx: Context,
  { provider, log }: StaffIdentity,
  policy: StaffPolicy,
  { session, person, issuer, subject, sealed }: Due,
): Promise<boolean> {
  const token = await openRefreshToken(ctx, session, sealed);
  let answer: Identity | 'ended';
  try {
    answer = token === undefined ? 'ended' : await provider.again(token, subject, neededClaims(policy));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log({ person, because: String(error.facts.because) }, 'the identity provider confirmed nothing');
    return error.code !== 'identity_provider_away';
  }
  await ctx.db.transaction(async (tx) => {
    // Another issuer: the organisation has changed its provider.
    if (answer === 'ended' || answer.issuer !== issuer) {
      await tx.query('delete from staff_sessions where public_id = $1', [session]);
      return;
    }
    await tx.query('update staff_sessions set confirmed_at = now() where public_id = $1', [session]);
    await setRefreshToken(ctx, tx, session, answer.refreshToken);
    // Claims that were kept back say nothing against anybody.
    if (!answer.complete) return;
    const admission = await admit(ctx, tx, answer, { policy, log });
    if (!('problem' in admission)) return;
    log({ person, because: admission.problem }, 'the identity provider confirmed nothing');
    if (admission.problem === 'no_role') await endSessions(tx, person);
  });
  return true;
}
