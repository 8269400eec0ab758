import type { Queryable } from '../../evidence/ports.ts';

/**
 * For the rest of the transaction, joins go through both sides once. Rows that were copied in a moment ago are not in
 * the planner's statistics: expecting few, it would go through all of them again for each.
 */
export async function planForMany(tx: Queryable): Promise<void> {
  await tx.query('set local enable_nestloop = off');
}
