import type { Queryable } from '../evidence/ports.ts';
import { isUuid } from '../message/ids.ts';
import { Fatal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import type { TombstoneKind } from './destroy-wraps.ts';
import { BlobGone } from './ports.ts';

/** What is written and applied: one at a time. */
export const tombstoneLock = 0x5e91_000c;

/** One destroyed seal as its batch in the blobs has it, a line of JSON each. */
export interface Tombstone {
  readonly wrap: string | null;
  readonly message: string;
  readonly delivery: string | null;
  readonly kind: TombstoneKind;
  /** ISO 8601 UTC with microseconds. */
  readonly at: string;
}

/** Batches are numbered from 1 without gaps, so that the one behind the last that is known is found without a list. */
export const batchKey = (number: number): string => `tombstones/${String(number).padStart(12, '0')}`;

/** The number of the last batch that the database knows; 0: none. */
export async function lastBatch(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    'select coalesce(max(number), 0)::int as last from tombstone_batches',
  );
  return rows[0]!.last;
}

export const batchText = (tombstones: readonly Tombstone[]): string =>
  tombstones
    .map(({ wrap, message, delivery, kind, at }) => JSON.stringify({ wrap, message, delivery, kind, at }))
    .join('\n');

/** A batch as the database has it, in the form of its blob. */
export async function ownBatch(db: Queryable, number: number): Promise<string> {
  const { rows } = await db.query<Tombstone>(
    `select wrap, message, delivery, kind, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from tombstones where batch = $1 order by position`,
    [number],
  );
  return batchText(rows);
}

/** A batch as it lies in the blobs; `undefined`: there is none. Throws `Unavailable('blobs')`, and `Fatal` where it cannot be read. */
export async function readBatch({ blobs }: Context, number: number): Promise<Tombstone[] | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of await blobs.read(batchKey(number), 0)) chunks.push(Uint8Array.from(chunk));
  } catch (error) {
    if (error instanceof BlobGone) return undefined;
    throw error;
  }
  try {
    return Buffer.concat(chunks).toString().split('\n').map(tombstoneOf);
  } catch (cause) {
    throw new Fatal(`The blob ${batchKey(number)} is no list of what was destroyed: it was changed`, {
      cause,
    });
  }
}

const kinds: readonly unknown[] = ['recalled', 'erased', 'expired'] satisfies TombstoneKind[];

function tombstoneOf(line: string): Tombstone {
  const { wrap, message, delivery, kind, at } = JSON.parse(line) as Record<string, unknown>;
  const isId = (value: unknown) => value === null || (typeof value === 'string' && isUuid(value));
  const sound =
    isId(wrap) &&
    isId(delivery) &&
    message !== null &&
    isId(message) &&
    kinds.includes(kind) &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at));
  if (!sound) throw new Error('no tombstone');
  return { wrap, message, delivery, kind, at } as Tombstone;
}
