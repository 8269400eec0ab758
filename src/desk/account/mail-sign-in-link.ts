import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import type { Mailer } from '../../delivery/ports.ts';
import { mintSignInLink, signInLinkHours, signsInByLink } from '../../delivery/sign-in-link.ts';
import type { Texts } from '../../delivery/texts.ts';
import { isLanguage, languageOfCountry } from '../../message/languages.ts';

/**
 * Mails a one-time link to the address of the person who asked for it. Each try mints a token of its own, committed
 * before the mail leaves; a job never holds one.
 */
export const mailSignInLink =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const { person, language: asked } = job.payload;
    const to = typeof person === 'string' ? await addressOf(ctx, person) : undefined;
    if (typeof person === 'string' && to) {
      const { url, timeZone, mailFrom, organisation, country } = ctx.settings;
      const path = await ctx.db.transaction((tx) => mintSignInLink(tx, person, null));
      const mail = texts.signInLink(isLanguage(asked) ? asked : languageOfCountry(country), {
        organisation,
        link: `${url}${path}`,
        expiresAt: new Date(Date.now() + signInLinkHours * 60 * 60 * 1000).toISOString(),
        timeZone,
      });
      const raw = await texts.compose({
        from: { name: organisation, address: mailFrom },
        to: { name: null, address: to },
        mail,
        messageId: `${job.id}.${job.attempts}.sign-in`,
      });
      const sent = await mailer.send({ from: mailFrom, to, raw, subject: mail.subject, text: mail.text });
      if (sent.outcome === 'deferred')
        return { retryInSeconds: undefined, because: 'deferred by the next server' };
      // Refused for good: nobody else may get the link, and whoever asked was promised nothing.
    }
    await ctx.db.transaction(finish);
    return undefined;
  };

async function addressOf(ctx: Context, person: string): Promise<string | undefined> {
  const { rows } = await ctx.db.query<{ email: string }>(
    `select p.email from people p where p.id = $1 and ${signsInByLink}`,
    [person],
  );
  return rows[0]?.email;
}
