import { recordEvent } from '../../evidence/record-event.ts';
import { type TaskKind, taskKinds, type TaskOutcome, taskOutcomes } from '../../message/ladder.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../look-at-message.ts';
import { actorOf, lockDelivery, type Viewer } from '../message-access.ts';
import { tasksOf } from './find-tasks.ts';

/** Characters of what is said besides. */
export const taskWordLength = 500;

/** As somebody gave it; each is read here. */
export interface GivenTask {
  readonly task: string;
  readonly outcome: string;
  /** In one's own words; '': none. */
  readonly word: string;
}

/**
 * Records what came of a task, and closes what stood about it in the failures inbox. The ladder itself goes on: only the
 * recipient's opening ends it. Refuses: not_found, reason_needed, invalid (with its `field`), not_asked (nobody asked for it,
 * it was done, or the recipient was quicker).
 */
export async function finishTask(
  ctx: Context,
  viewer: Viewer,
  delivery: string,
  given: GivenTask,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { own, status } = await lockDelivery(tx, viewer, delivery);
    const { task, outcome, word } = readTask(given);
    const open = await tasksOf(tx, delivery, status);
    if (!open.some((each) => each.task === task)) throw new Refusal('not_asked');
    await recordEvent(tx, delivery, {
      type: 'delivery.task_done',
      actor: actorOf(viewer, own),
      details: { task, outcome },
      ...(word ? { personal: { word } } : {}),
    });
    await tx.query(
      `update failures set closed_at = clock_timestamp(), closed_by = $3, word = $4, closing = $5
        where delivery_id = $1 and about = $2 and closed_at is null`,
      [delivery, task, word ? viewer.id : null, word || null, word ? 'word' : 'resolved'],
    );
  });
}

function readTask(given: GivenTask): { task: TaskKind; outcome: TaskOutcome; word: string } {
  const task = taskKinds.find((each) => each === given.task);
  if (!task) throw new Refusal('invalid', 'Say which task was done.', { field: 'task' });
  const outcome = taskOutcomes[task].find((each) => each === given.outcome);
  if (!outcome) throw new Refusal('invalid', 'Say what came of it.', { field: 'outcome' });
  const word = oneLine(given.word.slice(0, 10 * taskWordLength));
  if ([...word].length > taskWordLength) {
    throw new Refusal('invalid', `Say in at most ${taskWordLength} characters what was done.`, {
      field: 'word',
    });
  }
  return { task, outcome, word };
}
