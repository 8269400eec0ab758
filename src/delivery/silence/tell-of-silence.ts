import type { Queryable } from '../../evidence/ports.ts';
import { raiseAlarm } from '../raise-alarm.ts';
import { recordFailure } from '../record-failure.ts';
import { inARow } from './find-silent.ts';

/**
 * Days that must have passed since the owner of a system was last told, for something to be told: one mail a week at most, or
 * nobody reads them. Single addresses are mostly people who do not read, and wait for the next mail, a month at most. Who reads
 * the digest sees all of them on the day.
 */
const daysBetween = { domain: 7, address: 28 } as const;
/** Told of together; the rest follows on other days. Where Segl has just begun to look, there may be thousands. */
const most = 50;

/** How many mails are on their way: to owners of systems, and to senders. */
export interface Told {
  readonly owners: number;
  readonly senders: number;
}

interface Pending {
  readonly id: string;
  readonly kind: keyof typeof daysBetween;
  readonly messages: number;
  /** One delivery for each sender, with the days since its system's owner was told; null: never, or a person sent it. */
  readonly senders: readonly {
    readonly system: string | null;
    readonly days: number | null;
    readonly delivery: string;
  }[];
}

/**
 * Tells senders, and the owner of each system, of addresses and domains that have stayed silent three times: in the caller's
 * transaction, which has the pass to itself.
 */
export async function tellOfSilence(tx: Queryable, now: Date): Promise<Told> {
  const pending = await findPending(tx, now);
  const isOpen = (system: string | null, days: number | null, kind: Pending['kind']) =>
    system === null || days === null || days >= daysBetween[kind];
  const open = new Set(
    pending.flatMap(({ kind, senders }) =>
      senders.filter(({ system, days }) => isOpen(system, days, kind)).map(({ system }) => system),
    ),
  );
  const due = pending.filter(({ senders }) => senders.some(({ system }) => open.has(system))).slice(0, most);
  const bySystem = new Map<string, number>();
  for (const { messages, senders } of due) {
    for (const { system, delivery } of senders) {
      await recordFailure(tx, delivery, 'silent');
      if (system !== null) bySystem.set(system, (bySystem.get(system) ?? 0) + messages);
    }
  }
  if (due.length > 0) {
    await tx.query('update silences set told_at = $2 where id = any ($1::uuid[])', [
      due.map(({ id }) => id),
      now,
    ]);
  }
  const senders = due.reduce((sum, each) => sum + each.senders.length, 0);
  return { owners: await tellOwners(tx, bySystem, now), senders };
}

async function findPending(tx: Queryable, now: Date): Promise<Pending[]> {
  const { rows } = await tx.query<Pending>(
    `select s.id, s.messages, x.senders,
        case when s.whole_domain or s.resembles is not null then 'domain' else 'address' end as kind
      from silences s, lateral (
        select json_agg(json_build_object('system', y.system_id, 'delivery', y.id,
            'days', extract(epoch from $1::timestamptz - t.silence_told_at) / 86400)) as senders
        from (
          select distinct on (m.system_id, m.person_id) m.system_id, d.id from deliveries d join messages m on m.id = d.message_id
            where d.id = any (s.deliveries) order by m.system_id, m.person_id, m.created_at desc
        ) y left join systems t on t.id = y.system_id
      ) x
      where s.messages >= ${inARow} and s.told_at is null and s.closed_at is null and x.senders is not null
      order by s.resembles is null, not s.whole_domain, s.messages desc, s.id`,
    [now],
  );
  return rows;
}

async function tellOwners(tx: Queryable, bySystem: ReadonlyMap<string, number>, now: Date): Promise<number> {
  if (bySystem.size === 0) return 0;
  const { rows } = await tx.query<{ id: string; owner: string | null }>(
    'update systems set silence_told_at = $2 where id = any ($1::uuid[]) returning id, owner_id as owner',
    [[...bySystem.keys()], now],
  );
  for (const { id, owner } of rows) {
    await raiseAlarm(tx, {
      about: 'silent_system',
      subject: id,
      ...(owner === null ? {} : { person: owner }),
      facts: { count: bySystem.get(id)! },
    });
  }
  return rows.length;
}
