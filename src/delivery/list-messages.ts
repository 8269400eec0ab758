import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { reachOf, reachSize, reachSql, type Viewer } from './message-access.ts';
import { openBody, type StoredBody } from './open-body.ts';
import { isUuid } from '../message/ids.ts';

export interface MessageLine {
  readonly id: string;
  readonly from: string;
  readonly sentAt: string;
  readonly deliveries: readonly {
    id: string;
    email: string;
    status: DeliveryStatus;
    reason: string | null;
  }[];
}

/** A page of messages, newest first. `after`: the cursor of the page before; `next`: that of the page after. */
export async function listMessages(
  ctx: Context,
  viewer: Viewer,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ messages: MessageLine[]; next?: string }> {
  const { rows } = await ctx.db.query<MessageLine>(
    `select m.id, m.sender_address as "from", m.created_at as "sentAt",
        (select jsonb_agg(jsonb_build_object('id', d.id, 'email', d.email, 'status', d.status, 'reason', d.reason)
          order by d.position) from deliveries d where d.message_id = m.id) as deliveries
      from messages m
      where ${reachSql(1)} and ($${1 + reachSize}::uuid is null or m.id < $${1 + reachSize})
      order by m.id desc limit $${2 + reachSize}`,
    [...reachOf(viewer, 'list'), after && isUuid(after) ? after : null, limit + 1],
  );
  const messages = rows.slice(0, limit);
  return rows.length > limit ? { messages, next: messages.at(-1)!.id } : { messages };
}

/** The subjects of messages, from the sender's copies; a message whose copy is gone is missing. */
export async function subjectsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.db.query<StoredBody>(
    `select b.message_id as message, null as delivery, b.sealed, b.blob, b.size, w.jwe
      from parts b join wraps w on w.message_id = b.message_id and w.delivery_id is null
      where b.part = 0 and b.message_id = any ($1::uuid[])`,
    [ids],
  );
  const opened = await Promise.all(
    rows.map(async (row) => [row.message, (await openBody(ctx, row)).subject] as const),
  );
  return new Map(opened);
}
