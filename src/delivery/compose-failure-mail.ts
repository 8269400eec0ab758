import { languageOfCountry } from '../message/languages.ts';
import type { MailText } from '../message/mail-facts.ts';
import type { Context } from './context.ts';
import type { FailureAddressee } from './failure-notice.ts';
import type { Failures } from './find-failures.ts';
import { mintSignInLink } from './sign-in-link.ts';
import type { Texts } from './texts.ts';

/** Failures of which a mail to an owner or to compliance tells one by one. */
const listed = 100;

/** The words of a mail about failures. Mints the link that signs a sender without a password in. */
export async function composeFailureMail(
  ctx: Context,
  texts: Texts,
  to: FailureAddressee,
  failures: Failures,
): Promise<MailText> {
  return to === 'sender'
    ? forSender(ctx, texts, failures)
    : texts.ownerNotice(languageOfCountry(ctx.settings.country), forOwner(ctx, to, failures));
}

async function forSender(ctx: Context, texts: Texts, { rows }: Failures): Promise<MailText> {
  const { url, timeZone, country } = ctx.settings;
  const first = rows[0]!;
  const signsIn = first.kept && first.byLink === true;
  const path = signsIn
    ? await mintSignInLink(ctx.db, first.person!, first.message)
    : first.kept
      ? `/desk/messages/${first.message}`
      : null;
  return texts.senderNotice(languageOfCountry(country), {
    groups: [...Map.groupBy(rows, ({ about, reason }) => `${about} ${reason}`).values()].map((group) => ({
      kind: group[0]!.about,
      reason: group[0]!.reason,
      recipients: [...new Set(group.map(({ recipient }) => recipient))],
    })),
    sentAt: first.sentAt,
    messageId: first.mailId,
    link: path && `${url}${path}`,
    signsIn,
    timeZone,
  });
}

function forOwner(
  { settings }: Context,
  to: 'owner' | 'compliance',
  { count, rows }: Failures,
): Parameters<Texts['ownerNotice']>[1] {
  const { url, timeZone } = settings;
  const { system, author } = rows[0]!;
  // A mail that was to reach the sender tells of one message, and compliance must know whose it is.
  const named = to === 'compliance' ? author : null;
  return {
    system: [system, named].filter((name) => name !== null).join(', '),
    count,
    lines: rows.slice(0, listed).map((row) => ({
      kind: row.about,
      recipient: row.recipient,
      sentAt: row.sentAt,
      messageId: row.mailId,
      // Messages in the name of a person are that person's to see, and compliance sees none by a link alone.
      link: to === 'owner' && row.kept && !row.ofPerson ? `${url}/desk/messages/${row.message}` : null,
    })),
    timeZone,
  };
}
