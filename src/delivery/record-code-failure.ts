import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { failedForGood, phoneFailureOf } from '../message/phone-failures.ts';
import { segl } from './actors.ts';
import { type Purpose, purposeDetail } from './code-purposes.ts';
import type { Context } from './context.ts';
import { recordFailure } from './record-failure.ts';

interface FailedAttempt {
  readonly delivery: string;
  readonly code: string;
  readonly via: 'sms' | 'call';
  /** Absent: not known here. */
  readonly purpose?: Purpose;
  /** Where it went, as far as that is known here. */
  readonly phone?: string | null;
  /** `unknown`: it may have arrived. */
  readonly outcome: 'failed' | 'unknown';
  /** The provider's code, or one of ours. */
  readonly provider?: string | undefined;
}

/**
 * Records that a code did not reach the phone, and notes it for a mail to the sender where the recipient's next try
 * would not mend it: one in 24 hours for a delivery, since people who get no code ask again and again.
 */
export async function recordCodeFailure(
  ctx: Context,
  tx: Queryable,
  { delivery, code, via, purpose, phone, outcome, provider }: FailedAttempt,
): Promise<void> {
  const personal = { ...(phone ? { phone } : {}), ...(provider ? { provider } : {}) };
  await recordEvent(tx, delivery, {
    type: 'delivery.code_failed',
    actor: segl(ctx),
    details: { code, via, outcome, ...(purpose ? purposeDetail(purpose) : {}) },
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
  });
  await notePhoneFailure(tx, { delivery, via, outcome, provider });
}

/** The same mail for anything that does not reach a phone. The caller has recorded its event. */
export async function notePhoneFailure(
  tx: Queryable,
  { delivery, via, outcome, provider }: Pick<FailedAttempt, 'delivery' | 'via' | 'outcome' | 'provider'>,
): Promise<void> {
  if (!failedForGood(phoneFailureOf(via, outcome, provider))) return;
  // The event has locked the delivery's row, so that two attempts that fail at once see each other here.
  const { rows } = await tx.query(
    `select from failures f join deliveries d on d.message_id = f.message_id
      where d.id = $1 and f.delivery_id = d.id and f.about = 'sms_failed'
        and f.at > clock_timestamp() - interval '24 hours' limit 1`,
    [delivery],
  );
  if (rows.length === 0) await recordFailure(tx, delivery, 'sms_failed', provider);
}
