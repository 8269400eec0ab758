import { isUnattended } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import type { Mailer } from '../../delivery/ports.ts';
import type { Texts } from '../../delivery/texts.ts';
import { languageOfCountry } from '../../message/languages.ts';
import { type DigestParts, readDigest } from './read-digest.ts';

/**
 * Mails the compliance address how the inbox stands. Where nothing is open and nothing happened, it does so on Mondays alone:
 * then somebody notices when the mail stops.
 */
export const mailDigest =
  (ctx: Context, mailer: Mailer, texts: Texts, parts: DigestParts = {}): Handler =>
  async ({ id, payload }, finish) => {
    const { mailFrom, organisation, country, timeZone, complianceMail, url } = ctx.settings;
    if (complianceMail === undefined || isUnattended(complianceMail)) return undefined;
    const digest = await readDigest(ctx, parts);
    const { open, fresh, closed, silent, sums } = digest;
    const isQuiet = open + fresh + closed + silent.length + (sums?.differences ?? 0) === 0;
    if (isQuiet && payload.isMonday !== true) return undefined;
    const mail = texts.digest(languageOfCountry(country), {
      ...digest,
      organisation,
      isQuiet,
      link: `${url}/desk/failures`,
      timeZone,
    });
    const { subject, text } = mail;
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address: complianceMail },
      mail,
      messageId: `${id}.digest`,
    });
    const { outcome } = await mailer.send({ from: mailFrom, to: complianceMail, raw, subject, text });
    if (outcome !== 'handed_over') return { because: `${outcome} by the next server` };
    await ctx.db.transaction((tx) => finish(tx));
    return undefined;
  };
