import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import type { Mailer } from '../../delivery/ports.ts';
import type { Texts } from '../../delivery/texts.ts';
import { languageOfCountry } from '../../message/languages.ts';

/**
 * Mails the newest log's checkpoint to the compliance address: what lies in somebody's mailbox, the operator cannot change. The
 * first one comes with the first midnight (UTC) after the log was opened.
 */
export const mailCheckpoint =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const { mailFrom, organisation, country, timeZone, complianceMail } = ctx.settings;
    const standing = complianceMail === undefined ? undefined : await standingCheckpoint(ctx);
    if (complianceMail === undefined || !standing) return undefined;
    const { size, checkpoint, at } = standing;
    const mail = texts.checkpoint(languageOfCountry(country), {
      organisation,
      size,
      at,
      note: checkpoint,
      timeZone,
    });
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address: complianceMail },
      mail,
      messageId: `${job.id}.checkpoint`,
    });
    const { outcome } = await mailer.send({
      from: mailFrom,
      to: complianceMail,
      raw,
      subject: mail.subject,
      text: mail.text,
    });
    if (outcome !== 'handed_over') return { because: `${outcome} by the next server` };
    await ctx.db.transaction((tx) => finish(tx));
    return undefined;
  };

async function standingCheckpoint({ db }: Context) {
  const { rows } = await db.query<{ size: number; checkpoint: string; at: string }>(
    `select size, checkpoint, checkpoint_at as at from (select * from logs order by id desc limit 1) newest
      where checkpoint is not null and opened_at < date_trunc('day', clock_timestamp())`,
  );
  return rows[0];
}
