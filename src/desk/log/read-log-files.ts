import type { Context } from '../../delivery/context.ts';
import { formatEntryBundle } from '../../evidence/log/entry-bundle.ts';
import { parseTilePath, type TileName } from '../../evidence/log/tile-path.ts';
import { hashesAt, tileWidth } from '../../evidence/log/tile-reader.ts';
import { type PublishedLog, readPublished } from '../../evidence/sequencer/read-log.ts';
import { tileReader } from '../../evidence/sequencer/tile-reader.ts';

/** What a log publishes as files (C2SP tlog-tiles). Logs are numbered from 1; `undefined` everywhere: there is no such thing. */
export async function readCheckpoint(
  { db }: Context,
  log: number,
): Promise<{ checkpoint: string; isClosed: boolean } | undefined> {
  const published = await readPublished(db, log);
  return published && { checkpoint: published.checkpoint, isClosed: published.closed !== null };
}

/** The keys that sign, the newest first: C2SP vkeys. */
export async function readVkeys({ db }: Context, log: number): Promise<readonly string[] | undefined> {
  return (await readPublished(db, log))?.keys;
}

export interface LogTile {
  readonly bytes: Uint8Array;
  /** It will never be another one, nor longer. */
  readonly isFull: boolean;
}

/** Hashes of the tree, as far as it is published: `tile/<L>/<N>` with or without `.p/<W>`. */
export async function readTile({ db }: Context, log: number, path: string): Promise<LogTile | undefined> {
  const name = parseTilePath(path);
  if (!name || name.level === 'entries') return undefined;
  const { level, index, width } = name;
  if (!isPublished(await readPublished(db, log), name, level)) return undefined;
  const hashes = await tileReader(db, log)(level, index, width);
  return { bytes: Buffer.concat(hashes), isFull: width === tileWidth };
}

/** Entries, as far as they are published: `tile/entries/<N>` with or without `.p/<W>`. They show traffic: not for everybody. */
export async function readEntries({ db }: Context, log: number, path: string): Promise<LogTile | undefined> {
  const name = parseTilePath(path);
  if (name?.level !== 'entries') return undefined;
  const { index, width } = name;
  if (!isPublished(await readPublished(db, log), name, 0)) return undefined;
  const { rows } = await db.query<{ entry: Uint8Array }>({
    name: 'log-entries',
    text: 'select entry from log_entries where log = $1 and index >= $2 and index < $3 order by index',
    values: [log, index * tileWidth, index * tileWidth + width],
  });
  return { bytes: formatEntryBundle(rows.map(({ entry }) => entry)), isFull: width === tileWidth };
}

const isPublished = (log: PublishedLog | undefined, { index, width }: TileName, level: number): boolean =>
  log !== undefined && index * tileWidth + width <= hashesAt(level, log.size);
