import type { Queryable } from '../../evidence/ports.ts';
import { isAtLeast, isStrength, type Strength } from '../../message/acknowledgements.ts';

/** The weakest way that counts now: that of the message or that of the organisation's policy, whichever is stricter. */
export async function strengthAsked(db: Queryable, ofMessage: Strength): Promise<Strength> {
  const { rows } = await db.query<{ policy: string | null }>({
    name: 'strength-asked',
    text: `select policy -> 'acknowledgement' ->> 'atLeast' as policy from policies order by id desc limit 1`,
  });
  const ofPolicy = rows[0]?.policy;
  return isStrength(ofPolicy) && isAtLeast(ofPolicy, ofMessage) ? ofPolicy : ofMessage;
}

/** SQL: the delivery `d` has neither been signed for nor declined. Whether it stands, `stands` says. */
export const unanswered = "d.status not in ('acknowledged', 'declined')";
