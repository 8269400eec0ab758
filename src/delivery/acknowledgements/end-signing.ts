import type { Queryable } from '../../evidence/ports.ts';

/** Whatever was about to be signed for these deliveries, which the caller has locked, is not waiting any more. */
export async function endSigning(tx: Queryable, deliveries: readonly string[]): Promise<void> {
  await tx.query('delete from acknowledgement_drafts where delivery_id = any ($1::uuid[])', [deliveries]);
  // One that is being brought at this moment is passed over: without its draft it signs nothing.
  await tx.query(
    `update codes set used_at = clock_timestamp(), sealed = null where id in (
        select id from codes where delivery_id = any ($1::uuid[]) and purpose = 'acknowledgement' and used_at is null
          for update skip locked)`,
    [deliveries],
  );
}

/** The same, and what was signed: nothing of it is to be kept about these recipients. */
export async function forgetSigned(tx: Queryable, deliveries: readonly string[]): Promise<void> {
  await endSigning(tx, deliveries);
  await tx.query('delete from acknowledgements where delivery_id = any ($1::uuid[])', [deliveries]);
  await tx.query('delete from answered_expiries where delivery_id = any ($1::uuid[])', [deliveries]);
}
