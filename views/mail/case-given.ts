import type { Language } from '../../src/message/languages.ts';
import type { CaseGivenFacts, MailText } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells a colleague that a case is theirs too. Quotes no subject and names no recipient. */
export function caseGivenMail(language: Language, facts: CaseGivenFacts): MailText {
  const { conversations, notices } = texts[language];
  const { given } = conversations.mail;
  return mailText(language, given.subject, [
    { text: given.what(facts.by) },
    { facts: [[notices.sender.sentAt, formatTime(language, facts.sentAt, facts.timeZone)]] },
    { text: facts.signsIn ? notices.sender.signsIn : notices.sender.see },
    { link: facts.link },
  ]);
}
