import { openSecret } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import type { DeadHandler, Handler, Job } from './job-types.ts';
import { hashToken } from './link-token.ts';
import type { Mailer } from './ports.ts';
import { recordLostNotice } from './record-lost-notice.ts';
import { noticeAddress } from './return-address.ts';
import { stands } from './standing.ts';
import type { Texts } from './texts.ts';

interface Notice {
  id: string;
  email: string;
  name: string | null;
  language: Language;
  reference: string;
  unit: string;
  sentAt: string;
  expiresAt: string;
  withoutPhone: boolean;
  parted: 'reader' | 'passed' | null;
}

/** Mails the notice of a delivery: who wrote, when, the reference and the link; nothing of the content. */
export const notifyRecipient =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const delivery = job.payload.delivery as string;
    const notice = await find(ctx, delivery, job.payload.reminder === true);
    const token = job.sealed && (await openSecret(ctx.keys, 'job', delivery, job.sealed));
    if (!notice || !token) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        // Without a notice the delivery has ended (expired, recalled). Without the token, whose key is gone, it stands
        // and nobody would ever hear of it.
        if (notice) await fail(ctx, tx, job, 'undeliverable', {});
      });
      return;
    }
    const { organisation, url, timeZone, mailFrom, bounces } = ctx.settings;
    const linkHash = hashToken(token);
    const own = (kind: 'bounce' | 'reply') =>
      bounces && `${noticeAddress(kind, delivery, linkHash)}@${bounces}`;
    const mail = texts.notice(notice.language, {
      organisation,
      unit: notice.unit,
      sentAt: notice.sentAt,
      expiresAt: notice.expiresAt,
      reference: notice.reference,
      link: `${url}/m/${token}`,
      reminder: job.payload.reminder === true,
      withoutPhone: notice.withoutPhone,
      parted: notice.parted,
      timeZone,
    });
    const raw = await texts.compose({
      from: { name: notice.unit, address: mailFrom },
      to: { name: notice.name, address: notice.email },
      replyTo: own('reply'),
      mail,
      messageId: `${job.id}.${delivery}`,
    });
    const sent = await mailer.send({
      from: own('bounce') ?? mailFrom,
      to: notice.email,
      raw,
      subject: mail.subject,
      text: mail.text,
      about: [delivery],
    });
    if (sent.outcome === 'deferred')
      return { retryInSeconds: undefined, because: 'deferred by the next server' };
    await ctx.db.transaction(async (tx) => {
      if (sent.outcome === 'handed_over') {
        // On their way together: both stand or neither.
        await Promise.all([
          finish(tx),
          recordEvent(tx, delivery, {
            type: 'delivery.notified',
            actor: segl(ctx),
            details: {
              via: sent.server === 'outbox' ? 'outbox' : 'smtp',
              reminder: job.payload.reminder === true,
            },
            personal: { email: notice.email, server: sent.server, reply: sent.reply },
          }),
        ]);
        return;
      }
      await finish(tx);
      await fail(ctx, tx, job, 'refused', { email: notice.email, reply: sent.reply });
    });
  };

/** A notice that could not be handed over in all its tries counts as bounced. */
export const noticeDied =
  (ctx: Context): DeadHandler =>
  async (job, tx) =>
    fail(ctx, tx, job, 'undeliverable', {});

const fail = (
  ctx: Context,
  tx: Queryable,
  { payload }: Job,
  reason: 'refused' | 'undeliverable',
  personal: Record<string, string>,
): Promise<void> => {
  const reminder = payload.reminder === true;
  const details = { reason, reminder };
  return recordLostNotice(ctx, tx, {
    delivery: payload.delivery as string,
    reminder,
    reason,
    details,
    personal,
  });
};

/** Who said that a message is not for them, or has answered it, is not reminded of it, whatever was on its way. */
async function find(ctx: Context, delivery: string, reminder: boolean): Promise<Notice | undefined> {
  const { rows } = await ctx.db.query<Notice>({
    name: 'find-notice',
    text: `select d.id, d.email, d.name, d.language, d.reference, u.outward_name as unit,
        m.created_at as "sentAt", d.expires_at as "expiresAt",
        d.phone is null as "withoutPhone", d.parted
      from deliveries d join messages m on m.id = d.message_id join units u on u.id = m.unit_id
      where d.id = $1 and ${stands} and not ($2 and d.status in ('reported', 'acknowledged', 'declined'))`,
    values: [delivery, reminder],
  });
  return rows[0];
}
