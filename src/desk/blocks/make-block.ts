import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type BlockDraft, blockFields, type BlockKeeper, mayKeep } from './block.ts';
import { isOurOwn } from './own-addresses.ts';

/**
 * Sends nothing any more to an address or a domain, and gives the block's id. What was sent there before stays as it is.
 * Refuses: forbidden, invalid (with the `field` to blame), already_exists (it stands, for the unit or for everybody), in_use
 * (it is an address of the organisation's own, and nobody said that they are sure).
 */
export async function makeBlock(ctx: Context, keeper: BlockKeeper, draft: BlockDraft): Promise<string> {
  const { pattern, reason } = blockFields(draft);
  const { unit } = draft;
  if (!mayKeep(keeper, unit)) throw new Refusal('forbidden');
  const id = randomUUID();
  await ctx.db.transaction(async (tx) => {
    if (unit !== null && !(await isUnit(tx, unit))) {
      throw new Refusal('invalid', 'There is no such unit.', { field: 'unit' });
    }
    if (!draft.sure && (await isOurOwn(tx, ctx, pattern))) {
      throw new Refusal('in_use', 'That is an address or a domain of your own organisation.');
    }
    const { count } = await tx.query(
      `insert into blocks (id, unit_id, pattern, reason, made_by)
        select $1, $2::uuid, $3, $4, $5
          where not exists (select from blocks where pattern = $3 and unit_id is null and lifted_at is null)
        on conflict (pattern, unit_id) where lifted_at is null do nothing`,
      [id, unit, pattern, reason, keeper.actor.id],
    );
    if (count === 0) throw new Refusal('already_exists', 'That is blocked already.');
    await recordChange(tx, {
      type: 'block.made',
      actor: keeper.actor,
      kind: 'block',
      subject: id,
      before: null,
      after: { pattern, unit, reason },
    });
  });
  return id;
}

async function isUnit(tx: Queryable, unit: string): Promise<boolean> {
  return isUuid(unit) && (await tx.query('select from units where id = $1', [unit])).count === 1;
}
