import { enqueueJob } from '../../delivery/enqueue-job.ts';
import type { Context } from '../../delivery/context.ts';
import {
  actorOf,
  ownSql,
  reachOf,
  reachSql,
  refusalFor,
  type Viewer,
} from '../../delivery/message-access.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/** A colleague, as others see them. */
export interface Keeper {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** SQL over `people p` and `messages m`: somebody active of the message's unit who may send for it. */
export const mayKeep = `(p.deactivated_at is null and p.unit_id = m.unit_id and exists (select from grants g
  where g.person_id = p.id and g.role = 'sender' and (g.unit_id is null or g.unit_id = m.unit_id)))`;

/** Who was given the case of a message. */
export async function keepersOf(db: Queryable, message: string): Promise<Keeper[]> {
  const { rows } = await db.query<Keeper>(
    `select p.id, p.name, p.email from case_keepers k join people p on p.id = k.person_id
      where k.message_id = $1 and p.deactivated_at is null order by lower(p.name), p.id`,
    [message],
  );
  return rows;
}

/** Whether a message answers somebody. */
export async function isAnswer(db: Queryable, message: string): Promise<boolean> {
  const { rows } = await db.query<{ answers: boolean }>(
    'select answers is not null as answers from messages where id = $1',
    [message],
  );
  return rows[0]?.answers === true;
}

/** As many as a list to choose from holds. */
const mostChoices = 500;

/** Whom it could be given to. */
export async function possibleKeepers(db: Queryable, message: string): Promise<Keeper[]> {
  const { rows } = await db.query<Keeper>(
    `select p.id, p.name, p.email from messages m join people p on ${mayKeep} and p.id is distinct from m.person_id
      where m.id = $1 and not exists (select from case_keepers k where k.message_id = m.id and k.person_id = p.id)
      order by lower(p.name), p.id limit ${mostChoices}`,
    [message],
  );
  return rows;
}

/**
 * Gives the case of a message to a colleague of its unit, who then answers for it beside whoever wrote it and is told by mail.
 * Refuses not_found, reason_needed, invalid (nobody whom it could be given to).
 */
export async function handOver(ctx: Context, viewer: Viewer, message: string, person: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const own = await lockCase(tx, viewer, message);
    // A statement of its own: the next one then sees what whoever moved or deactivated them has committed.
    if (isUuid(person)) await tx.query('select from people where id = $1 for share', [person]);
    const { rows } = isUuid(person)
      ? await tx.query<{ given: boolean }>(
          `with chosen as (
              select m.id as message, p.id as person from messages m join people p on ${mayKeep} where m.id = $1 and p.id = $2
            ), kept as (
              insert into case_keepers (message_id, person_id) select message, person from chosen
                on conflict do nothing returning person_id
            )
            select exists (select from kept) as given from chosen`,
          [message, person],
        )
      : { rows: [] };
    if (!rows[0]) {
      throw new Refusal('invalid', 'A case goes to an active colleague of its unit who may send.', {
        field: 'person',
      });
    }
    if (!rows[0].given) return;
    await record(tx, viewer, own, message, { act: 'given', person });
    if (person !== viewer.id)
      await enqueueJob(tx, { kind: 'case_notice', payload: { message, person, by: viewer.id } });
  });
  ctx.wake();
}

/** Takes the case back from somebody, or gives it back oneself. Refuses not_found, reason_needed. */
export async function giveBack(ctx: Context, viewer: Viewer, message: string, person: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const own = await lockCase(tx, viewer, message);
    if (!isUuid(person)) throw new Refusal('not_found');
    const { count } = await tx.query('delete from case_keepers where message_id = $1 and person_id = $2', [
      message,
      person,
    ]);
    if (count) await record(tx, viewer, own, message, { act: 'returned', person });
  });
}

/** Whether the viewer answers for it. What is erased keeps nobody busy. */
async function lockCase(tx: Queryable, viewer: Viewer, message: string): Promise<boolean> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const { rows } = await tx.query<{ own: boolean }>(
    `select ${ownSql(2)} as own from messages m where m.id = $1 and ${reachSql(2)} for share of m`,
    [message, ...reachOf(viewer, 'act')],
  );
  if (!rows[0]) throw await refusalFor(tx, viewer, 'act', message);
  return rows[0].own;
}

const record = (
  tx: Queryable,
  viewer: Viewer,
  own: boolean,
  message: string,
  details: { act: 'given' | 'returned'; person: string },
): Promise<string> =>
  recordPlainEvent(tx, { type: 'message.handed_over', actor: actorOf(viewer, own), message, details });
