import { openSecret, sealSecret } from '../envelope/index.ts';
import { recordEvent } from '../evidence/record-event.ts';
import type { Language } from '../message/languages.ts';
import { segl } from './actors.ts';
import { spend } from './budgets.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { Handler } from './job-types.ts';
import { hashToken, newLinkToken } from './link-token.ts';
import { Refusal } from '../message/refusals.ts';
import type { Mailer } from './ports.ts';
import { noticeAddress } from './return-address.ts';
import { stands } from './standing.ts';
import type { Texts } from './texts.ts';

/**
 * Somebody answered a notice by mail. The answer is not kept; the recipient is told so once, with the way in, at the
 * address that the delivery has: whoever the answer claims to be from gets nothing.
 */
export async function answerReply(ctx: Context, delivery: string): Promise<void> {
  try {
    await ctx.db.transaction(async (tx) => {
      await spend(tx, [
        { scope: 'reply-answer/delivery', subject: delivery, limit: 1, windowMinutes: 24 * 60 },
      ]);
      const { rows } = await tx.query(
        `select from deliveries d where d.id = $1 and ${stands} for no key update`,
        [delivery],
      );
      if (rows.length === 0) return;
      const token = newLinkToken();
      await tx.query('insert into link_tokens (hash, delivery_id) values ($1, $2)', [
        hashToken(token),
        delivery,
      ]);
      await recordEvent(tx, delivery, { type: 'delivery.notice_answered', actor: segl(ctx) });
      await enqueueJob(tx, {
        kind: 'reply_answer',
        payload: { delivery },
        sealed: await sealSecret(ctx.keys, 'job', delivery, token),
      });
    });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'budget_spent')) throw error;
  }
}

interface Row {
  email: string;
  name: string | null;
  language: Language;
  reference: string;
  unit: string;
}

/** Mails the one automatic answer. It is an automatic answer itself (RFC 3834), so that machines let it be. */
export const mailReplyAnswer =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const delivery = job.payload.delivery as string;
    const { rows } = await ctx.db.query<Row>(
      `select d.email, d.name, d.language, d.reference, u.outward_name as unit
        from deliveries d join messages m on m.id = d.message_id join units u on u.id = m.unit_id
        where d.id = $1 and ${stands}`,
      [delivery],
    );
    const token = job.sealed && (await openSecret(ctx.keys, 'job', delivery, job.sealed));
    if (rows[0] && token) {
      const { email, name, language, reference, unit } = rows[0];
      const { organisation, url, mailFrom, bounces } = ctx.settings;
      const mail = texts.replyAnswer(language, { organisation, unit, reference, link: `${url}/m/${token}` });
      const raw = await texts.compose({
        from: { name: unit, address: mailFrom },
        to: { name, address: email },
        mail,
        messageId: `${job.id}.${delivery}`,
        answers: true,
      });
      const from = bounces ? `${noticeAddress('bounce', delivery, hashToken(token))}@${bounces}` : '';
      const sent = await mailer.send({
        from,
        to: email,
        raw,
        subject: mail.subject,
        text: mail.text,
        about: [delivery],
      });
      if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
    }
    await ctx.db.transaction(finish);
    return undefined;
  };
