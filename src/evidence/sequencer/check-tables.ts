/** What the log and the tables around it say of each other. Each statement sees one moment, so what goes on does not disturb it. */
import type { Queryable } from '../ports.ts';
import type { Findings } from './findings.ts';
import type { LogState } from './log-state.ts';

const page = 2_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

type Check = (db: Queryable, state: LogState, findings: Findings, signal?: AbortSignal) => Promise<void>;

/** Each delivery counts its events: the last ones cannot be taken away unseen, in whichever table. */
export const checkDeliveries: Check = (db, _state, findings, signal) =>
  byId<{ id: string; seq: number; events: number; last: number | null }>(
    db,
    `select d.id, d.seq, (select count(*) from events e where e.delivery = d.id) as events,
        (select max(e.seq) from events e where e.delivery = d.id) as last
      from deliveries d where d.id > $1 order by d.id limit ${page}`,
    ({ id, seq, events, last }) => {
      if (events === seq && (last ?? 0) === seq) return;
      findings.add(
        'delivery_events',
        `The delivery ${id} has had ${seq} events, and ${events} are recorded, the last with number ${last ?? 0}.`,
      );
    },
    signal,
  );

/** Every event is in the log, or waits for it. */
export const checkUnlogged: Check = async (db, { log }, findings, signal) => {
  // `limit` keeps the join one look-up for each event: joined as a whole, each page would read all of the log.
  const unlogged: string[] = [];
  await byId<{ id: string; isLogged: boolean }>(
    db,
    `select e.id, x.found is not null as "isLogged"
      from (select id from events where id > $1 order by id limit ${page}) e
        left join lateral (select true as found from log_entries x where x.event = e.id and x.log = ${log} limit 1) x
          on true
      order by e.id`,
    ({ id, isLogged }) => void (isLogged || unlogged.push(id)),
    signal,
  );
  // Of these most only waited: asked again, about the queue as well, in one moment.
  for (let from = 0; from < unlogged.length; from += page) {
    const { rows } = await db.query<{ id: string }>(
      `select e.id from unnest($1::uuid[]) with ordinality as e (id, place)
        where not exists (select from log_entries x where x.event = e.id and x.log = $2)
          and not exists (select from pending_events p where p.event = e.id)
        order by e.place`,
      [unlogged.slice(from, from + page), log],
    );
    for (const { id } of rows) {
      findings.add('not_logged', `The event ${id} is not in the log, and does not wait for it either.`);
    }
  }
};

/** What waits is an event that is there, once, and is not in the log. */
export const checkQueue: Check = async (db, { log }, findings) => {
  const { rows } = await db.query<{ event: string; isThere: boolean; isLogged: boolean; times: number }>(
    `select p.event, exists (select from events e where e.id = p.event) as "isThere",
        exists (select from log_entries x where x.event = p.event and x.log = $1) as "isLogged", p.times
      from (select event, count(*) as times from pending_events group by event) p
      where not exists (select from events e where e.id = p.event) or p.times > 1
        or exists (select from log_entries x where x.event = p.event and x.log = $1)
      limit 200`,
    [log],
  );
  for (const { event, isThere, isLogged } of rows) {
    const what = !isThere ? 'is not among the events' : isLogged ? 'is in the log already' : 'waits twice';
    findings.add('queue', `The event ${event} waits for the log, and ${what}.`);
  }
};

/** Of each key that signs, an entry says so. */
export const checkKeys: Check = async (db, { log }, findings) => {
  const { rows } = await db.query<{ vkey: string; entry: Uint8Array | null }>(
    `select k.vkey, x.entry from log_keys k left join log_entries x on x.log = k.log and x.event = k.event
      where k.log = $1 and not exists (select from pending_events p where p.event = k.event)`,
    [log],
  );
  for (const { vkey, entry } of rows) {
    if (entry && says(entry, vkey)) continue;
    findings.add('key', `The key ${vkey} may sign for the log, and no entry of it says so.`);
  }
};

function says(entry: Uint8Array, vkey: string): boolean {
  try {
    const { type, details } = JSON.parse(new TextDecoder().decode(entry));
    return ['log.opened', 'log.key_added'].includes(type) && details.vkey === vkey;
  } catch {
    return false;
  }
}

/** Runs a statement page by page; `$1` is the last id of the page before. */
async function byId<Row extends { id: string }>(
  db: Queryable,
  text: string,
  look: (row: Row) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (let after = beforeAll; ;) {
    signal?.throwIfAborted();
    const { rows } = await db.query<Row>(text, [after]);
    rows.forEach(look);
    if (rows.length < page) return;
    after = rows.at(-1)!.id;
  }
}
