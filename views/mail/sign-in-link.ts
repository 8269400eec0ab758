import type { Language } from '../../src/message/languages.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { type MailText, mailText } from './mail-text.ts';

export interface SignInLinkFacts {
  readonly organisation: string;
  /** The whole address of the link's page. */
  readonly link: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly timeZone: string;
}

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
