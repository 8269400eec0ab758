import { inSnapshot } from '../../evidence/bundle/in-snapshot.ts';
import type { Database, Queryable } from '../../evidence/ports.ts';
import { type FindingKind, findingKinds } from '../../message/reconciliation.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { countStretch, mostKept, type StretchCount } from './count-stretch.ts';
import { judge } from './judge.ts';

/** What the events say, and where the tables say something else. */
export interface Sums {
  /** Messages that were accepted. */
  readonly messages: number;
  readonly deliveries: number;
  /** Deliveries in each status, as the events have it. */
  readonly states: Readonly<Partial<Record<DeliveryStatus, number>>>;
  readonly differences: number;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly kind: FindingKind;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly message: string;
  /** Null: it is about the message. */
  readonly delivery: string | null;
}

/** Deliveries of one statement: a second's work, and little memory. */
const stretch = 20_000;
const first = '00000000-0000-0000-0000-000000000000';
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Counts every delivery from its events, and compares. All of it is read as it was at one moment, so what is under way
 * disturbs nothing. `onCounted` is told how many deliveries were counted, of how many.
 */
export async function countEvidence(
  db: Database,
  onCounted: (counted: number, total: number) => Promise<void> = async () => undefined,
): Promise<Sums> {
  const tally = new Tally();
  return inSnapshot(db, async (tx) => {
    await tx.query("set local work_mem = '32MB'");
    const { rows } = await tx.query<{ total: number }>('select count(*) as total from deliveries');
    const { total } = rows[0]!;
    await onCounted(0, total);
    for (let after = first; after < last;) {
      const upTo = await endOf(tx, after);
      tally.add(await countStretch(tx, { after, upTo }));
      await onCounted(Math.min(tally.deliveries, total), total);
      after = upTo;
    }
    return tally.sums(tx);
  });
}

async function endOf(tx: Queryable, after: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'end-of-stretch',
    text: `select message_id as id from deliveries where message_id > $1 order by message_id offset ${stretch} limit 1`,
    values: [after],
  });
  return rows[0]?.id ?? last;
}

class Tally {
  deliveries = 0;
  #messages = 0;
  readonly #states = new Map<DeliveryStatus, number>();
  readonly #found = new Map<FindingKind, { count: number; ids: string[] }>();

  add({ messages, wrong, groups }: StretchCount): void {
    this.#messages += messages;
    this.#find('recipients', wrong.count, wrong.ids);
    for (const group of groups) {
      const { status, kinds } = judge(group);
      this.deliveries += group.count;
      if (status) this.#states.set(status, (this.#states.get(status) ?? 0) + group.count);
      for (const kind of kinds) this.#find(kind, group.count, group.ids);
    }
  }

  async sums(tx: Queryable): Promise<Sums> {
    const findings: Finding[] = [];
    for (const kind of findingKinds) {
      const found = this.#found.get(kind);
      if (!found) continue;
      const ids = found.ids.sort().slice(0, mostKept);
      const examples =
        kind === 'recipients'
          ? ids.map((message) => ({ message, delivery: null }))
          : await examplesOf(tx, ids);
      findings.push({ kind, count: found.count, examples });
    }
    return {
      messages: this.#messages,
      deliveries: this.deliveries,
      states: Object.fromEntries([...this.#states].sort()),
      differences: findings.reduce((sum, { count }) => sum + count, 0),
      findings,
    };
  }

  #find(kind: FindingKind, count: number, ids: readonly string[]): void {
    if (count === 0) return;
    const found = this.#found.get(kind) ?? { count: 0, ids: [] };
    const kept = [...found.ids, ...ids].slice(0, mostKept);
    this.#found.set(kind, { count: found.count + count, ids: kept });
  }
}

async function examplesOf(tx: Queryable, ids: readonly string[]): Promise<Example[]> {
  const { rows } = await tx.query<Example>(
    `select i.id as delivery, coalesce((select message_id from deliveries where id = i.id),
        (select message from events where delivery = i.id limit 1)) as message
      from unnest($1::uuid[]) as i (id)`,
    [ids],
  );
  return rows;
}
