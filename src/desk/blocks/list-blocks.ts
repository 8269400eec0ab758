import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Block, blockColumns, type BlockKeeper, blockTables, seenSql } from './block.ts';

export interface BlocksQuery {
  /** Those that were lifted, instead of those that stand. */
  readonly lifted?: boolean | undefined;
  /** The id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Blocks of the keeper's units and of the whole organisation, newest first. Refuses gone (nobody knows `after`). */
export async function listBlocks(
  { db }: Context,
  { units }: BlockKeeper,
  { lifted = false, after, limit }: BlocksQuery,
): Promise<{ blocks: Block[]; next?: string }> {
  const from = after === undefined ? null : await placeOf({ db }, after);
  const { rows } = await db.query<Block>(
    `select ${blockColumns} from ${blockTables}
      where ${seenSql(1)} and (b.lifted_at is not null) = $2
        and ($3::timestamptz is null or (b.made_at, b.id) < ($3::timestamptz, $4::uuid))
      order by b.made_at desc, b.id desc limit $5`,
    [units, lifted, from?.at ?? null, from?.id ?? null, limit + 1],
  );
  const blocks = rows.slice(0, limit);
  return rows.length > limit ? { blocks, next: blocks.at(-1)!.id } : { blocks };
}

/** One of them. Refuses not_found. */
export async function findBlock({ db }: Context, { units }: BlockKeeper, id: string): Promise<Block> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Block>(
    `select ${blockColumns} from ${blockTables} where ${seenSql(1)} and b.id = $2`,
    [units, id],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

async function placeOf({ db }: Pick<Context, 'db'>, after: string): Promise<{ id: string; at: string }> {
  const { rows } = isUuid(after)
    ? await db.query<{ id: string; at: string }>('select id, made_at as at from blocks where id = $1', [
        after,
      ])
    : { rows: [] };
  if (!rows[0]) throw new Refusal('gone', 'The page before cannot be found any more. Begin anew.');
  return rows[0];
}
