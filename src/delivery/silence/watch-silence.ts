import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../../evidence/ports.ts';
import { lookAlikes } from '../../guard/look-alike.ts';
import { dayOf, workCalendar, workingDaysBefore } from '../../message/working-time.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../job-types.ts';
import { findSilent, inARow, type Silent, type SilentFound, wellKnown } from './find-silent.ts';
import { type Told, tellOfSilence } from './tell-of-silence.ts';

/** Working days after which an unopened message is a sign. */
export const patience = 10;
/** Of advisory locks: one pass at a time. */
const lock = 0x5e91_000f;

/** The daily pass. */
export const findSilence =
  (ctx: Context): Handler =>
  async () => {
    await watchSilence(ctx);
  };

/**
 * Lists addresses and domains of which nothing was ever opened: after ten working days at once where they look like a known
 * domain, else at the second message; what was opened meanwhile is taken off again. Three messages in a row, and senders and
 * the owner of the system are told. Resolves to what was listed now, and who was told.
 */
export async function watchSilence(ctx: Context, now = new Date()): Promise<{ listed: number; told: Told }> {
  const { country, timeZone } = ctx.settings;
  const calendar = workCalendar(country, timeZone);
  // On a free day nothing has become older.
  if (!calendar.isWorkday(dayOf(now, timeZone))) return { listed: 0, told: { owners: 0, senders: 0 } };
  const [before, recently] = [patience, 1].map((days) => workingDaysBefore(now, days, calendar));
  const found = await findSilent(ctx.db, before!, recently!);
  const result = await ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    const listed = await list(tx, found, now);
    return { listed, told: await tellOfSilence(tx, now) };
  });
  ctx.wake();
  return result;
}

async function list(tx: Queryable, { silent, known }: SilentFound, now: Date): Promise<number> {
  const { rows } = await tx.query<{ id: string; subject: string }>(
    `select s.id, case when s.whole_domain then '@' || split_part(lower(d.email), '@', -1) else lower(d.email) end as subject
      from silences s left join deliveries d on d.id = s.deliveries[1]`,
  );
  const standing = new Map(rows.map(({ subject, id }) => [subject, id]));
  const resembled = resemblance(known);
  const kept: (Silent & { readonly id: string })[] = [];
  const fresh: (Silent & { readonly resembles: string | null })[] = [];
  for (const each of silent) {
    const id = standing.get(each.subject);
    if (id !== undefined) {
      kept.push({ ...each, id });
      continue;
    }
    const resembles = resembled(each.subject);
    if (each.old >= 2 || each.messages >= inARow || resembles !== null) fresh.push({ ...each, resembles });
  }
  await tx.query('delete from silences where id <> all ($1::uuid[])', [kept.map(({ id }) => id)]);
  await tx.query(
    `update silences s set deliveries = string_to_array(n.deliveries, ',')::uuid[], messages = n.messages, since = n.since
      from unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[]) as n (id, deliveries, messages, since)
      where s.id = n.id and s.messages <> n.messages`,
    [
      kept.map(({ id }) => id),
      kept.map(({ deliveries }) => deliveries.join(',')),
      kept.map(({ messages }) => messages),
      kept.map(({ since }) => since),
    ],
  );
  await tx.query(
    `insert into silences (id, deliveries, whole_domain, resembles, messages, since, listed_at)
      select n.id, string_to_array(n.deliveries, ',')::uuid[], n.whole_domain, n.resembles, n.messages, n.since, $7
      from unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::int[], $6::timestamptz[])
        as n (id, deliveries, whole_domain, resembles, messages, since)`,
    [
      fresh.map(() => uuidv7()),
      fresh.map(({ deliveries }) => deliveries.join(',')),
      fresh.map(({ subject }) => subject.startsWith('@')),
      fresh.map(({ resembles }) => resembles),
      fresh.map(({ messages }) => messages),
      fresh.map(({ since }) => since),
      now,
    ],
  );
  return fresh.length;
}

/** Made only where there is something new to judge: thousands of domains may be known. */
function resemblance(known: ReadonlyMap<string, number>): (subject: string) => string | null {
  let alike: ReturnType<typeof lookAlikes> | undefined;
  return (subject) => {
    alike ??= lookAlikes(new Map([...wellKnown.map((domain) => [domain, 0] as const), ...known]));
    return alike(subject.slice(subject.lastIndexOf('@') + 1)) ?? null;
  };
}
