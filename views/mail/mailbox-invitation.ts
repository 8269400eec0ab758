import type { Language } from '../../src/message/languages.ts';
import type { MailboxInvitationFacts, MailText } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** The link by which whoever looks after a shared mailbox keeps the list of its members. */
export function mailboxInvitationMail(language: Language, facts: MailboxInvitationFacts): MailText {
  const { notices, mailboxes } = texts[language];
  const t = mailboxes.mail;
  const { organisation, unit, mailbox, link } = facts;
  return mailText(language, t.subject(mailbox), [
    { text: notices.mail.hello },
    { text: t.what(unit, mailbox) },
    { text: t.how },
    { link },
    {
      text: `${notices.mail.host(new URL(link).host)} ${t.until(formatTime(language, facts.expiresAt, facts.timeZone))}`,
    },
    { text: t.notYou(unit) },
    { text: organisation },
  ]);
}
