import type { EventType } from '../../message/event-types.ts';
import { type TaskKind, taskKinds } from '../../message/ladder.ts';
import { type DeliveryStatus, isLive } from '../../message/statuses.ts';

export interface OpenTask {
  readonly task: TaskKind;
  /** ISO 8601 UTC. */
  readonly since: string;
}

interface Told {
  readonly type: EventType;
  readonly at: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What somebody is still to do about a delivery: what the ladder asked for last and nobody has done, while the recipient may
 * read the message and has not. `events` are those of the delivery, oldest first.
 */
export function openTasks(status: DeliveryStatus, events: readonly Told[]): OpenTask[] {
  if (!isLive(status) || events.some(({ type }) => type === 'delivery.opened')) return [];
  return taskKinds.flatMap((task) => {
    const asked = events.findLast(
      ({ type, details }) => type === 'delivery.escalated' && details.step === task && !details.skipped,
    );
    const isDone = events
      .slice(asked ? events.indexOf(asked) : 0)
      .some(({ type, details }) => type === 'delivery.task_done' && details.task === task);
    return asked && !isDone ? [{ task, since: asked.at }] : [];
  });
}
