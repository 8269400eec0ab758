import { Fatal } from '../../message/refusals.ts';
import { type ReadTile, tileWidth } from '../log/tile-reader.ts';
import type { Queryable } from '../ports.ts';

const leaves = {
  name: 'log-leaves',
  text: 'select leaf as hash from log_entries where log = $1 and index >= $2 and index < $3 order by index',
};
const nodes = {
  name: 'log-nodes',
  text: 'select hash from log_nodes where log = $1 and level = $4 and index >= $2 and index < $3 order by index',
};

/** Tiles of a log as they were stored. Throws `Fatal` where one is not there as far as asked for. */
export const tileReader =
  (db: Queryable, log: number): ReadTile =>
  async (level, index, width) => {
    const first = index * tileWidth;
    const values = [log, first, first + width];
    const { rows } = await db.query<{ hash: Uint8Array }>(
      level === 0 ? { ...leaves, values } : { ...nodes, values: [...values, level] },
    );
    if (rows.length !== width || rows.some(({ hash }) => hash.length !== 32)) {
      throw new Fatal(
        `Of the log's tile ${level}/${index}, ${width} hashes should be stored; ${rows.length} are.`,
      );
    }
    return rows.map(({ hash }) => hash);
  };

/** The same, each tile read once: for many proofs in one tree. Bounded by what is asked for. */
export function remembering(readTile: ReadTile): ReadTile {
  const tiles = new Map<string, ReturnType<ReadTile>>();
  return (level, index, width) => {
    const key = `${level}/${index}/${width}`;
    let tile = tiles.get(key);
    if (!tile) tiles.set(key, (tile = readTile(level, index, width)));
    return tile;
  };
}
