import type { Queryable } from '../evidence/ports.ts';
import { noMobileCodes } from '../message/phone-failures.ts';

/**
 * Whether an SMS to the delivery's present number failed because no SMS ever reaches it. The events know, not the codes,
 * which are swept. What became of an attempt and where it went may stand in two events of the same code.
 */
export async function callFirst(db: Queryable, delivery: string): Promise<boolean> {
  const { rows } = await db.query({
    name: 'call-first',
    text: `select from events e join event_fields f on f.event = e.id join deliveries d on d.id = e.delivery
      where e.delivery = $1 and e.type in ('delivery.code_sent', 'delivery.code_failed') and e.details ->> 'via' = 'sms'
      group by e.details ->> 'code'
      having bool_or(f.fields ->> 'provider' = any ($2)) and bool_or(f.fields ->> 'phone' = d.phone) limit 1`,
    values: [delivery, noMobileCodes],
  });
  return rows.length > 0;
}
