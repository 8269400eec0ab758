import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type BlockKeeper, mayKeep, seenSql } from './block.ts';

/** Lets mail go there again. Refuses: not_found, forbidden, already_closed (it was lifted before). */
export async function liftBlock(ctx: Context, keeper: BlockKeeper, id: string): Promise<void> {
  if (!isUuid(id)) throw new Refusal('not_found');
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{
      pattern: string;
      unit: string | null;
      reason: string;
      lifted: boolean;
    }>(
      `select b.pattern, b.unit_id as unit, b.reason, b.lifted_at is not null as lifted
        from blocks b where b.id = $1 and ${seenSql(2)} for update`,
      [id, keeper.units],
    );
    const [block] = rows;
    if (!block) throw new Refusal('not_found');
    const { lifted, ...fields } = block;
    if (!mayKeep(keeper, fields.unit)) throw new Refusal('forbidden');
    if (lifted) throw new Refusal('already_closed', 'This block was lifted before.');
    await tx.query('update blocks set lifted_at = clock_timestamp(), lifted_by = $2 where id = $1', [
      id,
      keeper.actor.id,
    ]);
    await recordChange(tx, {
      type: 'block.lifted',
      actor: keeper.actor,
      kind: 'block',
      subject: id,
      before: fields,
      after: null,
    });
  });
}
