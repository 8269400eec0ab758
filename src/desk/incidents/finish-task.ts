import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

/** Says that a task is done, in the keeper's name; said again, the first stands. Refuses: not_found, already_closed. */
export async function finishTask(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  task: string,
): Promise<void> {
  if (!isUuid(task)) throw new Refusal('not_found');
  await ctx.db.transaction(async (tx) => {
    await lockOpenIncident(tx, keeper, id);
    const { rows } = await tx.query<{ done: boolean }>(
      'select done_at is not null as done from incident_tasks where id = $1 and incident_id = $2',
      [task, id],
    );
    if (!rows[0]) throw new Refusal('not_found');
    if (rows[0].done) return;
    await tx.query('update incident_tasks set done_at = clock_timestamp(), done_by = $2 where id = $1', [
      task,
      keeper.name,
    ]);
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'task', task, done: true },
      before: null,
      after: { name: keeper.name },
    });
  });
}
