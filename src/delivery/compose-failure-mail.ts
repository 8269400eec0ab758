import { languageOfCountry } from '../message/languages.ts';
import type { MailText } from '../message/mail-facts.ts';
import type { Context } from './context.ts';
import type { FailureAddressee } from './failure-notice.ts';
import type { FailureRow, Failures } from './find-failures.ts';
import { mintSignInLink } from './sign-in-link.ts';
import type { Texts } from './texts.ts';

/** Failures of which a mail to anybody but the sender tells one by one. */
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
      recipients: [...new Set(group.flatMap(({ recipient }) => recipient ?? []))],
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
  to: Exclude<FailureAddressee, 'sender'>,
  { count, rows }: Failures,
): Parameters<Texts['ownerNotice']>[1] {
  const { url, timeZone } = settings;
  const { system } = rows[0]!;
  // A mail that was to reach the sender tells of one message, and whoever gets it instead must know whose it is.
  const [author, ...others] = new Set(rows.map((row) => row.author));
  const named = to !== 'owner' && others.length === 0 ? author! : null;
  return {
    system: [system, named].filter((name) => name !== null).join(', '),
    inherited: to === 'unit',
    count,
    lines: rows.slice(0, listed).map((row) => ({
      kind: row.about,
      recipient: row.recipient,
      sentAt: row.sentAt,
      messageId: row.mailId,
      link: row.kept && leadsOn(to, row) ? `${url}/desk/messages/${row.message}` : null,
    })),
    timeZone,
  };
}

/** Messages in the name of a person are that person's to see, and compliance sees none by a link alone. */
function leadsOn(to: FailureAddressee, { ofPerson, left }: FailureRow): boolean {
  if (to === 'unit') return left;
  return to === 'owner' && !ofPerson;
}
