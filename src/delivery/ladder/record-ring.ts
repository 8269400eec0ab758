import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import type { Language } from '../../message/languages.ts';
import { segl } from '../actors.ts';
import type { Context } from '../context.ts';
import { notePhoneFailure } from '../record-code-failure.ts';

interface Ring {
  readonly delivery: string;
  readonly attempt: string;
  readonly via: 'sms' | 'call';
  readonly phone?: string | null;
  /** `unknown`: it may have arrived. */
  readonly outcome: 'handed_over' | 'delivered' | 'failed' | 'unknown';
  /** The provider's code, or one of ours. */
  readonly provider?: string | undefined;
}

/** Records what became of an SMS or a call that says that a message waits. Where the number is to blame the sender is told. */
export async function recordRing(
  ctx: Context,
  tx: Queryable,
  { delivery, attempt, via, phone, outcome, provider }: Ring,
): Promise<void> {
  const personal = { ...(phone ? { phone } : {}), ...(provider ? { provider } : {}) };
  await recordEvent(tx, delivery, {
    type: 'delivery.escalated',
    actor: segl(ctx),
    details: { step: via, via, attempt, outcome },
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
  });
  if (outcome === 'failed') await notePhoneFailure(tx, { delivery, via, outcome, provider });
}

/**
 * Takes a provider's report on such an attempt. Reports come twice and in any order: the first final one counts, and one for
 * an attempt that is unknown here is nobody's.
 */
export async function recordRingOutcome(
  ctx: Context,
  attempt: string,
  outcome: 'delivered' | 'failed' | 'handed_over',
  provider: string | undefined,
): Promise<void> {
  if (outcome === 'handed_over') return;
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ delivery: string; via: 'sms' | 'call' }>(
      `update ladder_attempts set outcome = $2
        where id = $1 and attempted_at is not null and outcome is distinct from 'delivered' and outcome is distinct from 'failed'
        returning delivery_id as delivery, via`,
      [attempt, outcome],
    );
    if (rows[0]) await recordRing(ctx, tx, { ...rows[0], attempt, outcome, provider });
  });
}

/** What such a call may say: the language, and the reference while the message waits. `undefined`: no such call. */
export async function findRing(
  { db }: Context,
  attempt: string,
): Promise<{ language: Language; reference: string | undefined } | undefined> {
  const { rows } = await db.query<{ language: Language; reference: string; waits: boolean }>(
    `select d.language, d.reference, d.status in ('sent', 'notified') and d.expires_at > now() as waits
      from ladder_attempts a join deliveries d on d.id = a.delivery_id where a.id = $1 and a.via = 'call'`,
    [attempt],
  );
  const [row] = rows;
  return row && { language: row.language, reference: row.waits ? row.reference : undefined };
}
