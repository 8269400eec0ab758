import { Readable } from 'node:stream';
import type { Queryable } from '../../evidence/ports.ts';
import { isUnattended } from '../../guard/unattended.ts';
import type { Attachment } from '../../message/content.ts';
import { languageOfCountry } from '../../message/languages.ts';
import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import type { DeadHandler, Handler, JobPayload } from '../job-types.ts';
import { subjectsOf } from '../list-messages.ts';
import { type Mailer, type MailOutcome, NoSecureWay } from '../ports.ts';
import type { Texts } from '../texts.ts';
import { answerTag } from './answer-tag.ts';
import type { PlainReason } from './mail-reply-notice.ts';
import { openReply, openReplyPart, type StoredReply } from './open-reply.ts';
import { caseHolders } from './tell-of-reply.ts';

/** Octets of an answer and its files that still go by mail. */
export const mostMailed = 20 * 1024 * 1024;

interface Row extends StoredReply {
  message: string;
  delivery: string;
  sentAt: string;
  recipient: string;
  recipientName: string | null;
  person: string;
  email: string;
  tagKey: string;
  size: number;
}

/**
 * Mails an answer itself to the mailbox of whoever has the case and wants it there, with its files, over TLS that is enforced.
 * Where there is none, or the answer is too large, the plain notice goes instead and says why.
 */
export const mailReply =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async ({ payload }, finish) => {
    const row = await find(ctx, payload);
    const plainly = async (why: PlainReason | null) => {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        await tellPlainly(tx, payload, why);
      });
      return undefined;
    };
    // They gave the case away, or want no mail any more.
    if (!row || isUnattended(row.email)) return plainly(null);
    if (row.size > mostMailed) return plainly('too_large');
    const sent = await send(ctx, mailer, texts, row);
    if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
    if (sent.outcome !== 'handed_over') return plainly(sent.outcome === 'no_tls' ? 'no_tls' : 'refused');
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      await tx.query('update replies set mailed_at = coalesce(mailed_at, now()) where id = $1', [row.id]);
    });
    return undefined;
  };

/** An answer that could not be handed over in all its tries is told of plainly. */
export const replyMailDied = (): DeadHandler => (job, tx) => tellPlainly(tx, job.payload, 'refused');

const tellPlainly = (tx: Queryable, payload: JobPayload, why: PlainReason | null): Promise<void> =>
  enqueueJob(tx, { kind: 'reply_notice', payload: { ...payload, why } });

async function send(
  ctx: Context,
  mailer: Mailer,
  texts: Texts,
  row: Row,
): Promise<MailOutcome | { outcome: 'no_tls' }> {
  const { mailFrom, organisation, bounces, country, url, timeZone } = ctx.settings;
  const content = await openReply(ctx, row);
  const subject = (await subjectsOf(ctx, [row.message])).get(row.message) ?? '';
  const tag = bounces && `${answerTag(row.id, row.person, row.tagKey)}@${bounces}`;
  const text = texts.replyItself(languageOfCountry(country), {
    text: content.text ?? '',
    recipient: row.recipient,
    sentAt: row.sentAt,
    link: `${url}/desk/messages/${row.message}/replies/${row.id}`,
    answers: Boolean(tag),
    timeZone,
  });
  const files = content.attachments.map((each) => streamOf(ctx, row, each));
  const raw = texts.composeReply({
    from: { name: row.recipientName ?? row.recipient, address: mailFrom },
    to: row.email,
    organisation,
    replyTo: tag || undefined,
    subject,
    text,
    id: row.id,
    before: await before(ctx, row),
    attachments: content.attachments.map(({ filename, contentType }, index) => ({
      filename,
      contentType,
      content: files[index]!,
    })),
  });
  try {
    return await mailer.send({
      from: tag || '',
      to: row.email,
      raw,
      subject,
      text,
      requireTls: true,
      about: [row.delivery],
    });
  } catch (error) {
    if (error instanceof NoSecureWay) return { outcome: 'no_tls' };
    throw error;
  } finally {
    raw.destroy();
    for (const file of files) file.destroy();
  }
}

/** Opens the file only once the mail has come to it. */
const streamOf = (ctx: Context, reply: StoredReply, { part }: Attachment): Readable =>
  Readable.from(
    (async function* () {
      for await (const chunk of await openReplyPart(ctx, reply, part)) yield Buffer.from(chunk);
    })(),
    { objectMode: false },
  );

/** A mail that came before in the conversation: one of the sender's own, or a reply that we mailed. */
export type Earlier = { readonly mailId: string } | { readonly reply: string };

/** What the conversation began with comes first, so that mail programs show it as one. */
async function before({ db }: Context, { id, message, delivery }: Row): Promise<Earlier[]> {
  const { rows } = await db.query<{ mailId: string | null; reply: string | null }>(
    `with recursive chain as (
        select m.id, m.mail_id, m.answers, 1 as depth from messages m where m.id = $1
        union all
        select m.id, m.mail_id, m.answers, c.depth + 1 from chain c join replies r on r.id = c.answers
          join messages m on m.id = r.message_id where c.depth < 20
      )
      select mail_id as "mailId", reply from (
        select depth, 1 as place, null as mail_id, answers as reply, null::timestamptz as at from chain where answers is not null
        union all
        select depth, 2, mail_id, null, null from chain where mail_id is not null
        union all
        select 0, 3, null, o.id, o.sent_at from replies o join replies r on r.id = $3
          where o.delivery_id = $2 and o.sent_at < r.sent_at
      ) earlier order by depth desc, place, at limit 50`,
    [message, delivery, id],
  );
  return rows.map(({ mailId, reply }) => (mailId === null ? { reply: reply! } : { mailId }));
}

/** Undefined: the answer was erased, or the person no longer has the case or wants it so. */
async function find({ db }: Context, { reply, person }: JobPayload): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select r.id, r.jwe, m.id as message, d.id as delivery, r.sent_at as "sentAt", d.email as recipient,
        d.name as "recipientName", p.id as person, p.email,
        r.tag_key as "tagKey",
        (select coalesce(sum(size), 0) from reply_parts where reply_id = r.id)::float8 as size
      from replies r join messages m on m.id = r.message_id join deliveries d on d.id = r.delivery_id
        cross join lateral ${caseHolders} h join people p on p.id = h.id
      where r.id = $1 and r.sent_at is not null and h.id = $2 and h.replies_by_mail`,
    [reply, person],
  );
  return rows[0];
}
