import type { Language } from '../../src/message/languages.ts';
import type { MailText, SignInLinkFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** The one-time link that a sender without a password asked for. Says nothing of any message. */
export function signInLinkMail(language: Language, facts: SignInLinkFacts): MailText {
  const { notices } = texts[language];
  const t = notices.signInLink;
  const { organisation, link } = facts;
  return mailText(language, t.subject(organisation), [
    { text: notices.mail.hello },
    { text: t.asked(organisation) },
    { link },
    {
      text: `${notices.mail.host(new URL(link).host)} ${t.once(formatTime(language, facts.expiresAt, facts.timeZone))}`,
    },
    { text: t.notYou },
    { text: organisation },
  ]);
}
