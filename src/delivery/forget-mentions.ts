import type { Json } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { EventType } from '../message/event-types.ts';
import { type Mentioned, mentionsOf } from './mentions.ts';

interface Opening {
  readonly event: string;
  readonly fields: Json;
}

/** Openings looked at in one go. */
const page = 1000;

/** Events of a delivery in which somebody may have named another recipient, in their own words. */
const worded: readonly EventType[] = ['delivery.recalled', 'delivery.task_done'];

/** Deletes the openings of a message's events in which somebody named these people: a reason for a look or a recall. */
export async function forgetInMessage(
  tx: Queryable,
  message: string,
  people: readonly Mentioned[],
): Promise<void> {
  const { rows } = await tx.query<Opening>(
    `select f.event, f.fields from event_fields f join events e on e.id = f.event
      where f.message = $1 and (f.delivery is null and e.type <> 'message.erased' or e.type = any ($2::text[]))`,
    [message, worded],
  );
  await forget(tx, rows, mentionsOf(people));
}

/**
 * Deletes the openings of searches and exports that ask for these people, where nothing else is kept under their address:
 * while another message to them stands, who looked for it can still be seen.
 */
export async function forgetSearches(tx: Queryable, people: readonly Mentioned[]): Promise<void> {
  const { rows: kept } = await tx.query<{ email: string }>(
    `select distinct lower(email) as email from deliveries where lower(email) = any ($1::text[])`,
    [people.map(({ email }) => email.toLowerCase())],
  );
  const stay = new Set(kept.map(({ email }) => email));
  const gone = people.filter(({ email }) => email !== '' && !stay.has(email.toLowerCase()));
  if (gone.length === 0) return;
  const whole = mentionsOf(gone.map((person) => ({ ...person, name: null })));
  const begins = new Map<string, boolean>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await tx.query<Opening>(
      `select f.event, f.fields from events e join event_fields f on f.event = e.id
        where e.message is null and e.type in ('evidence.searched', 'export.made') and e.id > $1
        order by e.id limit ${page}`,
      [after],
    );
    for (const { fields } of rows) {
      for (const beginning of textsOf(fields).filter(isBeginning)) {
        if (!begins.has(beginning)) begins.set(beginning, await meansOnly(tx, beginning, gone));
      }
    }
    await forget(tx, rows, (text) => whole(text) || begins.get(text) === true);
    if (rows.length < page) return;
    after = rows.at(-1)!.event;
  }
}

/** A search may ask for the beginning of an address, which ends with `*`. */
const isBeginning = (text: string): boolean => /^[^\s*]+\*$/.test(text);

/** Whether a beginning is that of one of these people's addresses, and of none that is still kept. */
async function meansOnly(tx: Queryable, text: string, people: readonly Mentioned[]): Promise<boolean> {
  const beginning = text.slice(0, -1).toLowerCase();
  if (!people.some(({ email }) => email.toLowerCase().startsWith(beginning))) return false;
  const { rows } = await tx.query('select from deliveries where lower(email) like $1 limit 1', [
    `${beginning.replace(/[\\%_]/g, '\\$&')}%`,
  ]);
  return rows.length === 0;
}

async function forget(
  tx: Queryable,
  openings: readonly Opening[],
  mentions: (text: string) => boolean,
): Promise<void> {
  const naming = openings.filter(({ fields }) => textsOf(fields).some(mentions)).map(({ event }) => event);
  if (naming.length > 0) await tx.query('delete from event_fields where event = any ($1::uuid[])', [naming]);
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(textsOf);
}
