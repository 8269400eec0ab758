import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { lockImport } from './import.ts';
import type { Keeper } from './keeper.ts';

/** Forgets an import that was looked at and is not wanted. Refuses: not_found, changed_meanwhile (it was applied). */
export async function discardImport(ctx: Context, keeper: Keeper, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { state } = await lockImport(tx, keeper, id);
    if (state !== 'preview') throw new Refusal('changed_meanwhile', 'This import has been applied already.');
    await tx.query('delete from contact_imports where id = $1', [id]);
  });
}
