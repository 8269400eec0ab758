import { isUnattended } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import type { Mailer } from '../../delivery/ports.ts';
import { mintSignInLink, signsInByLink } from '../../delivery/sign-in-link.ts';
import type { Texts } from '../../delivery/texts.ts';
import { languageOfCountry } from '../../message/languages.ts';

/** Tells a colleague by mail that a case was given to them. Where they no longer have it, nobody is told. */
export const mailCase =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async ({ id, payload }) => {
    const { message, person, by } = payload;
    const { mailFrom, organisation, country, url, timeZone } = ctx.settings;
    const { rows } = await ctx.db.query<{ email: string; byLink: boolean; sentAt: string; by: string }>(
      `select p.email, ${signsInByLink} as "byLink", m.created_at as "sentAt", g.name as by
        from case_keepers k join people p on p.id = k.person_id join messages m on m.id = k.message_id
          join people g on g.id = $3
        where k.message_id = $1 and k.person_id = $2 and p.deactivated_at is null`,
      [message, person, by],
    );
    const [row] = rows;
    if (!row || isUnattended(row.email)) return undefined;
    const path = row.byLink
      ? await mintSignInLink(ctx.db, person as string, message as string)
      : `/desk/messages/${message}`;
    const mail = texts.caseGiven(languageOfCountry(country), {
      by: row.by,
      sentAt: row.sentAt,
      link: `${url}${path}`,
      signsIn: row.byLink,
      timeZone,
    });
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address: row.email },
      mail,
      messageId: `${id}.case`,
    });
    const { subject, text } = mail;
    const sent = await mailer.send({ from: '', to: row.email, raw, subject, text });
    return sent.outcome === 'handed_over' ? undefined : { because: `${sent.outcome} by the next server` };
  };
