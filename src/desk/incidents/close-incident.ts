import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { recordChange } from '../record-change.ts';
import { dueSql } from './columns.ts';
import { invalidField } from './invalid-field.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

/**
 * Closes an incident that is dealt with. Refuses: not_found, already_closed, changed_meanwhile, and invalid, with the `field`
 * that is in the way: `decision` (nobody decided), `reportedAt` (it is to be reported, and was not), `delayReason` (it was
 * reported after 72 hours, GDPR art. 33(1)), `cause`, `tasks`.
 */
export async function closeIncident(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  version: number,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { decision, cause, reportedAt, delayReason } = await lockOpenIncident(tx, keeper, id, version);
    if (decision === null) {
      throw invalidField('decision', 'undecided', 'Decide first whether the authority is told.');
    }
    if (decision === 'report' && reportedAt === null) {
      throw invalidField('reportedAt', 'unreported', 'Say first when the authority was told.');
    }
    const { late, tasks } = await whatIsLeft(tx, id);
    if (late && delayReason === '') {
      throw invalidField(
        'delayReason',
        'missing',
        'Say first why the authority was told later than 72 hours.',
      );
    }
    if (cause === null) throw invalidField('cause', 'missing', 'Say first what the cause was.');
    if (tasks > 0) throw invalidField('tasks', 'open_tasks', 'There are tasks that are not done.');
    await tx.query(
      `update incidents set closed_at = clock_timestamp(), closed_by = $2, version = version + 1 where id = $1`,
      [id, keeper.name],
    );
    await recordChange(tx, {
      type: 'incident.closed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { decision, cause },
      before: null,
      after: { name: keeper.name },
    });
  });
}

async function whatIsLeft(tx: Queryable, id: string): Promise<{ late: boolean; tasks: number }> {
  const { rows } = await tx.query<{ late: boolean; tasks: number }>(
    `select coalesce(i.reported_at > ${dueSql}, false) as late,
        (select count(*) from incident_tasks t where t.incident_id = i.id and t.done_at is null) as tasks
      from incidents i where i.id = $1`,
    [id],
  );
  return rows[0]!;
}
