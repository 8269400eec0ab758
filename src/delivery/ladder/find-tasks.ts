import type { Queryable } from '../../evidence/ports.ts';
import type { EventType } from '../../message/event-types.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import type { Context } from '../context.ts';
import { messageOf, reachOf, reachSql, type Viewer } from '../message-access.ts';
import { openTasks, type OpenTask } from './open-tasks.ts';

export interface TasksOfDelivery {
  readonly message: string;
  /** '' where it was erased. */
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly reference: string;
  readonly tasks: readonly OpenTask[];
}

/** What somebody is still to do about a delivery that they may act on. Refuses not_found, reason_needed (with its `message`). */
export async function findTasks(ctx: Context, viewer: Viewer, delivery: string): Promise<TasksOfDelivery> {
  if (!isUuid(delivery)) throw new Refusal('not_found');
  const { rows } = await ctx.db.query<Omit<TasksOfDelivery, 'tasks'> & { status: DeliveryStatus }>(
    `select m.id as message, d.email, d.name, d.phone, d.reference, d.status
      from deliveries d join messages m on m.id = d.message_id where d.id = $1 and ${reachSql(2)}`,
    [delivery, ...reachOf(viewer, 'act')],
  );
  if (!rows[0]) {
    // Refuses as every other action does.
    await messageOf(ctx, viewer, delivery);
    throw new Refusal('not_found');
  }
  const { status, ...found } = rows[0];
  return { ...found, tasks: await tasksOf(ctx.db, delivery, status) };
}

export async function tasksOf(
  db: Queryable,
  delivery: string,
  status: DeliveryStatus,
): Promise<readonly OpenTask[]> {
  const { rows } = await db.query<{
    type: EventType;
    at: string;
    details: Readonly<Record<string, string | number | boolean | null>>;
  }>('select type, at, details from events where delivery = $1 order by seq', [delivery]);
  return openTasks(status, rows);
}
