import { segl } from '../../delivery/actors.ts';
import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import { raiseAlarm } from '../../delivery/raise-alarm.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { alarmHours } from '../../message/incidents.ts';
import { currentPolicy } from '../policy.ts';
import { recordChange } from '../record-change.ts';

/** SQL over `incidents i`: somebody has yet to tell the authority, or to decide that nobody does. */
const unsettledSql = `i.closed_at is null and i.reported_at is null and i.decision is distinct from 'no_report'`;

/** SQL: hours of `$1` that have gone by since awareness, and in which nobody was alarmed. */
const dueSql = `from unnest($1::integer[]) as h (hours)
  where i.aware_at + make_interval(hours => h.hours) <= now()
    and not exists (select from incident_alarms a where a.incident_id = i.id and a.hours = h.hours)`;

/** Alarms about incidents whose 24, 48 or 66 hours are over, each once, whatever runs beside it. */
export const alarmOfIncidents =
  (ctx: Context): Handler =>
  async () => {
    const { rows } = await ctx.db.query<{ id: string }>(
      `select i.id from incidents i where ${unsettledSql} and exists (select ${dueSql}) order by i.aware_at`,
      [alarmHours],
    );
    for (const { id } of rows) await ctx.db.transaction((tx) => alarmOf(ctx, tx, id));
  };

/** Of several hours that came while nothing ran, only the last is told. */
async function alarmOf(ctx: Context, tx: Queryable, id: string): Promise<void> {
  // Whoever waited here for another process asks again below, in a statement that sees what that one did.
  const { rows } = await tx.query<{ responsible: string | null; deputy: string | null }>(
    `select i.responsible_id as responsible, i.deputy_id as deputy from incidents i
      where i.id = $1 and ${unsettledSql} for no key update`,
    [id],
  );
  if (!rows[0]) return;
  const { rows: due } = await tx.query<{ hours: number }>(
    `select h.hours from incidents i cross join lateral (select h.hours ${dueSql}) h where i.id = $2 order by h.hours`,
    [alarmHours, id],
  );
  const hours = due.at(-1)?.hours;
  if (hours === undefined) return;
  await tx.query(
    `insert into incident_alarms (incident_id, hours, passed_over)
      select $1::uuid, each, each <> $3::integer from unnest($2::integer[]) each`,
    [id, due.map((each) => each.hours), hours],
  );
  const people = await whoIsTold(ctx, tx, rows[0]);
  for (const person of people) {
    await raiseAlarm(tx, { about: 'incident_due', subject: id, person, facts: { hours } });
  }
  // Without such an address, and with nobody else, the mail stays among the dead jobs, where somebody sees it.
  if (people.length === 0 || ctx.settings.complianceMail) {
    await raiseAlarm(tx, { about: 'incident_due', subject: id, facts: { hours } });
  }
  await recordChange(tx, {
    type: 'incident.alarmed',
    actor: segl(ctx),
    kind: 'incident',
    subject: id,
    details: { hours, people: people.length },
  });
}

/** Beside the compliance address: whoever answers for it and whom the policy names, as far as they work here. */
async function whoIsTold(
  ctx: Context,
  tx: Queryable,
  { responsible, deputy }: { responsible: string | null; deputy: string | null },
): Promise<string[]> {
  const { alarms } = await currentPolicy(tx);
  const addresses = [...(alarms?.people ?? []), ...(alarms?.deputy ? [alarms.deputy] : [])];
  const { rows } = await tx.query<{ id: string }>(
    `select p.id from people p where p.deactivated_at is null
        and (p.id in ($1::uuid, $2::uuid) or lower(p.email) = any ($3::text[]))
        and lower(p.email) is distinct from lower($4::text) order by p.id`,
    [
      responsible,
      deputy,
      addresses.map((address) => address.toLowerCase()),
      ctx.settings.complianceMail ?? null,
    ],
  );
  return rows.map(({ id }) => id);
}
