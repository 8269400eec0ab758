import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { invalidField } from './invalid-field.ts';
import type { IncidentKeeper } from './keeper.ts';
import { lockOpenIncident } from './lock-incident.ts';

/** A message, or one delivery of it. */
export interface MessageRef {
  readonly message: string;
  /** Null or absent: the whole message. */
  readonly delivery?: string | null | undefined;
}

export const mostIncidentMessages = 10_000;

/** How an event names them. */
const named = ({ message, delivery }: MessageRef): string => (delivery ? `${message}/${delivery}` : message);

/** Refuses not_found: not all of them lie in the keeper's units. */
export async function demandMessages(
  tx: Queryable,
  { units }: IncidentKeeper,
  refs: readonly MessageRef[],
): Promise<void> {
  if (refs.length > mostIncidentMessages) {
    throw invalidField('messages', 'too_many', `At most ${mostIncidentMessages} messages at once.`);
  }
  if (!refs.every(({ message, delivery }) => isUuid(message) && (!delivery || isUuid(delivery)))) {
    throw new Refusal('not_found');
  }
  const { rows } = await tx.query(
    `select from unnest($1::uuid[], $2::uuid[]) as given (message, delivery)
      where not exists (select from messages m
          where m.id = given.message and ($3::uuid[] is null or m.unit_id = any ($3::uuid[])))
        or (given.delivery is not null and not exists (
          select from deliveries d where d.id = given.delivery and d.message_id = given.message)) limit 1`,
    [...columnsOf(refs), units],
  );
  if (rows.length > 0) throw new Refusal('not_found');
}

/** Links them, and gives those that were not linked before, as events name them. */
export async function linkMessages(
  tx: Queryable,
  incident: string,
  refs: readonly MessageRef[],
): Promise<string[]> {
  const { rows } = await tx.query<MessageRef>(
    `insert into incident_messages (incident_id, message_id, delivery_id)
      select $1, * from unnest($2::uuid[], $3::uuid[])
      on conflict do nothing returning message_id as message, delivery_id as delivery`,
    [incident, ...columnsOf(refs)],
  );
  return rows.map(named);
}

const columnsOf = (refs: readonly MessageRef[]) => [
  refs.map(({ message }) => message),
  refs.map(({ delivery }) => delivery || null),
];

/** Says that an incident is also about these. Refuses: not_found, already_closed, invalid. */
export async function addIncidentMessages(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  refs: readonly MessageRef[],
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockOpenIncident(tx, keeper, id);
    await demandMessages(tx, keeper, refs);
    const added = await linkMessages(tx, id, refs);
    if (added.length === 0) return;
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'messages', added: added.length },
      before: null,
      after: { messages: added },
    });
  });
}

/** Says that it is not about that one. Refuses: not_found, already_closed. */
export async function removeIncidentMessage(
  ctx: Context,
  keeper: IncidentKeeper,
  id: string,
  ref: MessageRef,
): Promise<void> {
  if (!isUuid(ref.message) || (ref.delivery && !isUuid(ref.delivery))) throw new Refusal('not_found');
  await ctx.db.transaction(async (tx) => {
    await lockOpenIncident(tx, keeper, id);
    const { count } = await tx.query(
      `delete from incident_messages
        where incident_id = $1 and message_id = $2 and delivery_id is not distinct from $3::uuid`,
      [id, ref.message, ref.delivery || null],
    );
    if (count === 0) throw new Refusal('not_found');
    await recordChange(tx, {
      type: 'incident.changed',
      actor: keeper.actor,
      kind: 'incident',
      subject: id,
      details: { part: 'messages', removed: 1 },
      before: { messages: [named(ref)] },
      after: null,
    });
  });
}
