import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../delivery/context.ts';
import { recordChange } from '../record-change.ts';
import { aDay, demandPerson } from './fields.ts';
import { incidentLengths, tidyText } from './incident-text.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

export interface TaskDraft {
  readonly what: string;
  /** Id of a person. */
  readonly owner?: string | null | undefined;
  /** A day. */
  readonly dueOn?: string | null | undefined;
}

/** Adds something that is to be done, and gives its id. Refuses: not_found, already_closed, invalid (`what`, `owner`, `dueOn`). */
export async function addTask(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  { what, owner = null, dueOn = null }: TaskDraft,
): Promise<string> {
  const words = tidyText(what, 'what', incidentLengths.task, { needed: true });
  const day = dueOn === null ? null : aDay(dueOn, 'dueOn');
  const task = uuidv7();
  await ctx.db.transaction(async (tx) => {
    await lockOpenIncident(tx, keeper, id);
    await demandPerson(tx, owner, 'owner');
    await tx.query(
      'insert into incident_tasks (id, incident_id, what, owner_id, due_on) values ($1, $2, $3, $4, $5)',
      [task, id, words, owner, day],
    );
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'task', task },
      before: null,
      after: { what: words, owner, dueOn: day },
    });
  });
  return task;
}
