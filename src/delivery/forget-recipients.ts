import type { Queryable } from '../evidence/ports.ts';
import { forgetSigned } from './acknowledgements/end-signing.ts';
import { destroyWraps } from './destroy-wraps.ts';
import { forgetFailures } from './forget-failures.ts';
import { forgetTraces } from './forget-traces.ts';
import { forgetReplies } from './replies/forget-replies.ts';
import { erasedFingerprint } from './idempotency.ts';
import { addressesOf, forgetPasskeys } from './returning/forget-passkeys.ts';

/**
 * Deletes what is kept about the recipients of these deliveries, whose rows the caller has locked: their seals, links,
 * codes and sessions, what waits to be sent, and every opening of their events. The rows stay, and say nothing.
 */
export async function forgetRecipients(
  tx: Queryable,
  message: string,
  deliveries: readonly string[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await forgetTraces(tx, deliveries);
  await forgetSigned(tx, deliveries);
  await forgetFailures(tx, message, deliveries);
  await forgetAnswers(tx, message, deliveries);
  await forgetReplies(tx, deliveries);
  await destroyWraps(tx, message, deliveries, 'erased');
  await tx.query('delete from access_codes where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from silences where deliveries && $1::uuid[]', [deliveries]);
  await tx.query('delete from event_fields where message = $1 and delivery = any ($2::uuid[])', [
    message,
    deliveries,
  ]);
  const emails = await addressesOf(tx, deliveries);
  await tx.query(
    `update deliveries set email = '', name = null, phone = null, reference = '' where id = any ($1::uuid[])`,
    [deliveries],
  );
  await forgetPasskeys(tx, emails);
}

/**
 * The answer that an Idempotency-Key remembers names the recipients, and its fingerprint could be guessed from them. The key
 * itself stays its 24 hours: without it, the same request would be sent anew.
 */
async function forgetAnswers(tx: Queryable, message: string, deliveries: readonly string[]): Promise<void> {
  await tx.query(
    `update idempotency_keys k set
        fingerprint = case when k.fingerprint = '' then '' else '${erasedFingerprint}' end,
        response = jsonb_build_object('id', k.response -> 'id', 'deliveries', (
          select jsonb_agg(case when d.value ->> 'id' = any ($2::uuid[]::text[])
              then d.value || '{"email": ""}' else d.value end order by d.ordinality)
            from jsonb_array_elements(k.response -> 'deliveries') with ordinality d))
      from messages m
      where m.id = $1 and k.response ->> 'id' = m.id::text
        and k.created_at between m.created_at - interval '24 hours' and m.created_at + interval '1 minute'`,
    [message, deliveries],
  );
}
