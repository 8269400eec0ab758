import type { Language } from '../../src/message/languages.ts';
import type { MailText, ReplyFacts } from '../../src/message/mail-facts.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** The one answer to somebody who answered a notice by mail: where their text is not, and the way in. */
export function replyAnswerMail(language: Language, facts: ReplyFacts): MailText {
  const { notices } = texts[language];
  const { organisation, unit, reference, link } = facts;
  return mailText(language, notices.reply.subject(reference), [
    { text: notices.mail.hello },
    { text: notices.reply.what(unit) },
    { text: notices.reply.next },
    { link },
    { text: notices.mail.host(new URL(link).host) },
    { facts: [[notices.mail.reference, reference]] },
    { text: organisation },
  ]);
}
