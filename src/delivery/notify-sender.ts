import { isLanguage, languageOfCountry } from '../message/languages.ts';
import type { Context } from './context.ts';
import type { Handler } from './job-types.ts';
import type { Mailer } from './ports.ts';
import type { SenderFacts, Texts } from './texts.ts';

interface Row {
  message: string;
  recipient: string;
  sentAt: string;
  to: string | null;
}

/**
 * Mails whoever answers for a message about a bad outcome: its person, else its system's owner, else the compliance
 * address. The mail quotes neither subject nor number.
 */
export const notifySender =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const about = job.payload.about as SenderFacts['kind'];
    const row = await find(ctx, job.payload.delivery as string);
    const to = row?.to ?? ctx.settings.complianceMail;
    if (row && to) {
      const { url, timeZone, mailFrom, organisation, country } = ctx.settings;
      const language = isLanguage(job.payload.language) ? job.payload.language : languageOfCountry(country);
      const mail = texts.senderNotice(language, {
        kind: about,
        recipients: [row.recipient],
        sentAt: row.sentAt,
        messageLink: `${url}/desk/messages/${row.message}`,
        timeZone,
      });
      const raw = await texts.compose({
        from: { name: organisation, address: mailFrom },
        to: { name: null, address: to },
        mail,
        messageId: `${job.id}.${row.message}`,
      });
      const sent = await mailer.send({ from: mailFrom, to, raw, subject: mail.subject, text: mail.text });
      if (sent.outcome === 'deferred')
        return { retryInSeconds: undefined, because: 'deferred by the next server' };
      if (sent.outcome === 'refused') throw new Error('the next server refused the sender’s own address');
    }
    await ctx.db.transaction(finish);
    return undefined;
  };

async function find(ctx: Context, delivery: string): Promise<Row | undefined> {
  const { rows } = await ctx.db.query<Row>(
    `select d.message_id as message, d.email as recipient, m.created_at as "sentAt",
        coalesce(p.email, o.email) as "to"
      from deliveries d join messages m on m.id = d.message_id
        left join people p on p.id = m.person_id and p.deactivated_at is null
        left join systems s on s.id = m.system_id
        left join people o on o.id = s.owner_id and o.deactivated_at is null
      where d.id = $1`,
    [delivery],
  );
  return rows[0];
}
