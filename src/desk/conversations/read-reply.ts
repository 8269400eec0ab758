import type { Context } from '../../delivery/context.ts';
import {
  actorOf,
  ownSql,
  reachOf,
  reachSize,
  reachSql,
  refusalFor,
  type Viewer,
} from '../../delivery/message-access.ts';
import { openReply, openReplyPart } from '../../delivery/replies/open-reply.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import type { Attachment, Content } from '../../message/content.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';

/** An answer as its message's side reads it. Times are ISO 8601 UTC with microseconds. */
export interface ReadReply {
  readonly id: string;
  readonly message: string;
  readonly delivery: string;
  readonly email: string;
  readonly name: string | null;
  readonly sentAt: string;
  /** When somebody of the sender's first read it. */
  readonly readAt: string;
  /** That was now. */
  readonly isFirst: boolean;
  /** The viewer answers for the message. */
  readonly own: boolean;
  readonly content: Content;
}

type Row = Omit<ReadReply, 'content' | 'readAt' | 'isFirst'> & {
  readonly jwe: string;
  readonly readAt: string | null;
};

/**
 * What a recipient answered, for whoever may see the content of their message. The first time anybody reads it is an event,
 * which the recipient sees. Refuses not_found, reason_needed.
 */
export async function readReply(
  ctx: Context,
  viewer: Viewer,
  message: string,
  reply: string,
): Promise<ReadReply> {
  const { jwe, readAt, ...row } = await find(ctx, viewer, message, reply);
  const content = await openReply(ctx, { id: row.id, jwe });
  return { ...row, readAt: readAt ?? (await stamp(ctx, viewer, row)), isFirst: readAt === null, content };
}

/**
 * A file of an answer, for the same people: whoever takes it has read the answer. Refuses not_found, reason_needed.
 */
export async function readReplyFile(
  ctx: Context,
  viewer: Viewer,
  message: string,
  reply: string,
  file: string,
): Promise<{ file: Attachment; bytes: AsyncIterable<Uint8Array>; own: boolean }> {
  const { jwe, readAt, ...row } = await find(ctx, viewer, message, reply);
  const stored = { id: row.id, jwe };
  const { attachments } = await openReply(ctx, stored);
  const found = attachments.find(({ id }) => id === file);
  if (!found) throw new Refusal('not_found');
  if (readAt === null) await stamp(ctx, viewer, row);
  return { file: found, bytes: await openReplyPart(ctx, stored, found.part), own: row.own };
}

/** The message that a reply answers, where the viewer may see its content. Refuses not_found, reason_needed. */
export async function messageOfReply(
  { db }: Context,
  viewer: Viewer,
  reply: string,
): Promise<{ message: string; own: boolean }> {
  if (!isUuid(reply)) throw new Refusal('not_found');
  const { rows } = await db.query<{ message: string; own: boolean; reached: boolean }>(
    `select m.id as message, ${ownSql(2)} as own, ${reachSql(2)} as reached
      from replies r join messages m on m.id = r.message_id where r.id = $1 and r.sent_at is not null`,
    [reply, ...reachOf(viewer, 'content')],
  );
  if (!rows[0]) throw new Refusal('not_found');
  const { reached, ...found } = rows[0];
  if (!reached) throw await refusalFor(db, viewer, 'content', found.message);
  return found;
}

async function find({ db }: Context, viewer: Viewer, message: string, reply: string): Promise<Row> {
  if (!isUuid(message) || !isUuid(reply)) throw new Refusal('not_found');
  const { rows } = await db.query<Row>(
    `select r.id, r.jwe, m.id as message, d.id as delivery, d.email, d.name, r.sent_at as "sentAt", r.read_at as "readAt",
        ${ownSql(2)} as own
      from messages m join replies r on r.message_id = m.id and r.sent_at is not null and r.id = $${2 + reachSize}
        join deliveries d on d.id = r.delivery_id
      where m.id = $1 and ${reachSql(2)}`,
    [message, ...reachOf(viewer, 'content'), reply],
  );
  if (rows[0]) return rows[0];
  const { rows: reached } = await db.query(`select from messages m where m.id = $1 and ${reachSql(2)}`, [
    message,
    ...reachOf(viewer, 'content'),
  ]);
  throw reached.length > 0 ? new Refusal('not_found') : await refusalFor(db, viewer, 'content', message);
}

/** Refuses not_found: it was erased meanwhile. */
async function stamp(
  { db }: Context,
  viewer: Viewer,
  { id, delivery, own }: Pick<Row, 'id' | 'delivery' | 'own'>,
): Promise<string> {
  return db.transaction(async (tx) => {
    await tx.query('select from deliveries where id = $1 for no key update', [delivery]);
    const { rows } = await tx.query<{ readAt: string }>(
      `update replies set read_at = clock_timestamp() where id = $1 and read_at is null returning read_at as "readAt"`,
      [id],
    );
    if (rows[0]) {
      await recordEvent(tx, delivery, {
        type: 'delivery.reply_read',
        actor: actorOf(viewer, own),
        details: { reply: id },
      });
      return rows[0].readAt;
    }
    const before = await tx.query<{ readAt: string }>(
      'select read_at as "readAt" from replies where id = $1 and read_at is not null',
      [id],
    );
    if (!before.rows[0]) throw new Refusal('not_found');
    return before.rows[0].readAt;
  });
}
