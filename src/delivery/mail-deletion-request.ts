import { openSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { segl } from './actors.ts';
import { deletionAwaited } from './code-purposes.ts';
import type { Context } from './context.ts';
import type { DeadHandler, Handler } from './job-types.ts';
import { hashToken } from './link-token.ts';
import type { Mailer } from './ports.ts';
import { recordFailure } from './record-failure.ts';
import { noticeAddress } from './return-address.ts';
import type { Texts } from './texts.ts';

interface Request {
  email: string;
  name: string | null;
  language: Language;
  reference: string;
  unit: string;
  sentAt: string;
}

/** Mails a request to delete what was saved of a recalled message: that there was one, and nothing of what it said. */
export const mailDeletionRequest =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const delivery = job.payload.delivery as string;
    const request = await find(ctx, delivery);
    // Answered or erased meanwhile; without the token, whose key is gone, the next request brings another link.
    const token = request && job.sealed && (await openSecret(ctx.keys, 'job', delivery, job.sealed));
    if (!token) return;
    const { organisation, url, timeZone, mailFrom, bounces } = ctx.settings;
    const mail = texts.deletion(request.language, {
      organisation,
      unit: request.unit,
      reference: request.reference,
      sentAt: request.sentAt,
      link: `${url}/m/${token}`,
      reminder: job.payload.reminder !== 0,
      timeZone,
    });
    const bounce = bounces && `${noticeAddress('bounce', delivery, hashToken(token))}@${bounces}`;
    const sent = await mailer.send({
      from: bounce ?? mailFrom,
      to: request.email,
      raw: await texts.compose({
        from: { name: request.unit, address: mailFrom },
        to: { name: request.name, address: request.email },
        mail,
        messageId: `${job.id}.${delivery}`,
      }),
      subject: mail.subject,
      text: mail.text,
      about: [delivery],
    });
    if (sent.outcome === 'deferred')
      return { retryInSeconds: undefined, because: 'deferred by the next server' };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (sent.outcome === 'refused')
        await fail(ctx, tx, delivery, 'refused', { email: request.email, reply: sent.reply });
    });
  };

/** The sender must know that somebody who has read the message could not be asked. */
export const deletionMailDied =
  (ctx: Context): DeadHandler =>
  (job, tx) =>
    fail(ctx, tx, job.payload.delivery as string, 'undeliverable', {});

async function fail(
  ctx: Context,
  tx: Queryable,
  delivery: string,
  reason: 'refused' | 'undeliverable',
  personal: Record<string, string>,
): Promise<void> {
  await recordEvent(tx, delivery, {
    type: 'delivery.notice_failed',
    actor: segl(ctx),
    details: { reason, for: 'deletion' },
    personal,
  });
  await recordFailure(tx, delivery, reason === 'refused' ? 'bounced' : 'notice_dead', reason);
}

async function find({ db }: Context, delivery: string): Promise<Request | undefined> {
  const { rows } = await db.query<Request>({
    name: 'find-deletion-request',
    text: `select d.email, d.name, d.language, d.reference, u.outward_name as unit, m.created_at as "sentAt"
      from deliveries d join messages m on m.id = d.message_id join units u on u.id = m.unit_id
      where d.id = $1 and ${deletionAwaited}`,
    values: [delivery],
  });
  return rows[0];
}
