import type { Queryable } from '../../evidence/ports.ts';
import { likeOf } from '../evidence/address-term.ts';
import type { EvidenceQuery } from './evidence-rows.ts';

/** A tree of the log that was signed and published: what is exported lies in it. */
export interface SignedTree {
  readonly log: number;
  /** Entries. */
  readonly size: number;
  /** The signed note over it; null: nothing is signed yet. */
  readonly checkpoint: string | null;
}

/** The newest tree of the log that grows. Without a log it is an empty one. */
export async function currentTree(db: Queryable): Promise<SignedTree> {
  const { rows } = await db.query<SignedTree>(
    'select id as log, size, checkpoint from logs order by id desc limit 1',
  );
  return rows[0] ?? { log: 0, size: 0, checkpoint: null };
}

/** What more entries than these have is found by going through the log. */
const most = 20_000;

/**
 * The indices of the entries that can be meant, in order, where an address or a message names few; undefined: they may be
 * many, and nobody has counted them.
 */
export async function findSparse(
  db: Queryable,
  { terms: { sender, recipient, message } }: EvidenceQuery,
  { log }: SignedTree,
): Promise<number[] | undefined> {
  const source = message
    ? { from: 'events e', where: 'e.message = $2::uuid', value: message }
    : recipient
      ? {
          from: 'deliveries d join events e on e.delivery = d.id',
          where: 'lower(d.email) like $2',
          value: likeOf(recipient),
        }
      : sender
        ? {
            from: 'messages m join events e on e.message = m.id',
            where: 'lower(m.sender_address) like $2',
            value: likeOf(sender),
          }
        : undefined;
  if (!source) return undefined;
  const { rows } = await db.query<{ index: number }>(
    `select l.index from ${source.from} join log_entries l on l.event = e.id and l.log = $1
      where ${source.where} limit ${most + 1}`,
    [log, source.value],
  );
  return rows.length > most ? undefined : rows.map(({ index }) => index).sort((a, b) => a - b);
}
