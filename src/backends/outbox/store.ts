import type { Database } from '../../evidence/ports.ts';

/** Something that would have left the machine. */
export interface OutboxEntry {
  readonly kind: 'mail' | 'sms' | 'call';
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  /** The complete mail, as UTF-8. */
  readonly raw?: string;
}

/** `at`: ISO 8601, UTC, microseconds. */
export type KeptEntry = OutboxEntry & { readonly at: string };

export interface OutboxStore {
  /** Durable when it resolves. Gives the entry's id. `about`: the deliveries that it tells of, by which it is erased. */
  add(entry: OutboxEntry, about?: readonly string[]): Promise<string>;
  /** Newest first. Entries whose key was destroyed are gone, and left out. */
  list(limit: number): Promise<KeptEntry[]>;
}

/**
 * The outbox: entries lie sealed in the table, for they hold links and codes. `open` gives `undefined` for what nobody
 * can open any more.
 */
export function outboxStore(
  db: Database,
  seal: (value: string) => Promise<string>,
  open: (jwe: string) => Promise<string | undefined>,
): OutboxStore {
  return {
    async add(entry, about = []) {
      const { rows } = await db.query<{ id: string }>({
        name: 'add-outbox',
        text: 'insert into outbox (sealed, about) values ($1, $2) returning id::text as id',
        values: [await seal(JSON.stringify(entry)), about],
      });
      return rows[0]!.id;
    },
    async list(limit) {
      const { rows } = await db.query<{ at: string; sealed: string }>({
        name: 'list-outbox',
        text: `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, sealed
          from outbox order by id desc limit $1`,
        values: [limit],
      });
      const entries = await Promise.all(
        rows.map(async ({ at, sealed }) => ({ at, entry: await open(sealed) })),
      );
      return entries.flatMap(({ at, entry }) =>
        entry === undefined ? [] : [{ ...(JSON.parse(entry) as OutboxEntry), at }],
      );
    },
  };
}
