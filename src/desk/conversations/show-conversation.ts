import type { Context } from '../../delivery/context.ts';
import { reachOf, reachSize, reachSql, refusalFor, type Viewer } from '../../delivery/message-access.ts';
import { openSentCopy } from '../../delivery/read-sent-copy.ts';
import { openReply } from '../../delivery/replies/open-reply.ts';
import type { Content } from '../../message/content.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/** A message or an answer in a conversation. */
export interface Turn {
  readonly kind: 'message' | 'reply';
  readonly id: string;
  /** The message itself, or that which is answered. */
  readonly message: string;
  /** ISO 8601 UTC with microseconds. */
  readonly at: string;
  /** Of whoever wrote it: the sender's address, or the recipient's; '': erased. */
  readonly from: string;
  /** The recipient's name, of an answer. */
  readonly name: string | null;
  /** Of an answer; null: nobody has read it yet. */
  readonly readAt: string | null;
  /** What it says; null where it is gone, and of an answer that nobody has read: to show it would be reading it. */
  readonly content: Content | null;
}

/** Turns of one conversation that are shown. */
const mostTurns = 200;

type Row = Omit<Turn, 'content'> & { readonly jwe: string | null };

/**
 * Everything that was written to and fro from the first message on, oldest first, as far as the viewer may see it: each message
 * has its own rights. Refuses not_found, reason_needed.
 */
export async function showConversation(ctx: Context, viewer: Viewer, message: string): Promise<Turn[]> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const { rows } = await ctx.db.query<Row>(sql, [message, ...reachOf(viewer, 'content'), mostTurns]);
  if (!rows.some((row) => row.id === message)) throw await refusalFor(ctx.db, viewer, 'content', message);
  const turns: Turn[] = [];
  for (const { jwe, ...row } of rows) turns.push({ ...row, content: await contentOf(ctx, viewer, row, jwe) });
  return turns;
}

async function contentOf(
  ctx: Context,
  viewer: Viewer,
  { kind, id, readAt }: Omit<Turn, 'content'>,
  jwe: string | null,
): Promise<Content | null> {
  if (kind === 'message') return (await openSentCopy(ctx, viewer, id)) ?? null;
  return readAt !== null && jwe ? openReply(ctx, { id, jwe }) : null;
}

const sql = `
with recursive up as (
  select m.id, m.answers, 1 as depth from messages m where m.id = $1
  union all
  select m.id, m.answers, up.depth + 1 from up join replies r on r.id = up.answers join messages m on m.id = r.message_id
    where up.depth < 100
), first as (
  select id from up order by depth desc limit 1
), thread as (
  select id, 1 as depth from first
  union all
  select m.id, t.depth + 1 from thread t join replies r on r.message_id = t.id join messages m on m.answers = r.id
    where t.depth < 100
), seen as (
  select m.* from thread t join messages m on m.id = t.id where ${reachSql(2)}
), turn as (
  select 'message' as kind, s.id, s.id as message, s.created_at as at, s.sender_address as "from", null as name,
    null::timestamptz as "readAt", null as jwe from seen s
  union all
  select 'reply', r.id, s.id, r.sent_at, d.email, d.name, r.read_at, r.jwe
    from seen s join replies r on r.message_id = s.id and r.sent_at is not null join deliveries d on d.id = r.delivery_id
)
select * from turn order by at, id limit $${2 + reachSize}`;
