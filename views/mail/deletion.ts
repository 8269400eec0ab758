import type { Language } from '../../src/message/languages.ts';
import type { DeletionFacts, MailText } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/**
 * Asks somebody who opened a message that was then recalled to delete what they saved. Blames nobody, hurries nobody, and
 * says nothing of the message but who sent it and when.
 */
export function deletionMail(language: Language, facts: DeletionFacts): MailText {
  const { notices, misdeliveries } = texts[language];
  const t = misdeliveries.mail;
  const { organisation, unit, reference, link, reminder } = facts;
  const from = unit.includes(organisation) ? unit : `${unit}, ${organisation}`;
  return mailText(language, (reminder ? t.reminderSubject : t.subject)(from, reference), [
    { text: notices.mail.hello },
    { text: t.what(from, formatTime(language, facts.sentAt, facts.timeZone)) },
    { text: t.ask },
    { text: reminder ? t.confirmStill : t.confirm },
    { link },
    { text: notices.mail.host(new URL(link).host) },
    { facts: [[notices.mail.reference, reference]] },
    { heading: notices.mail.genuineTitle },
    { text: notices.mail.genuine(organisation) },
    { text: t.thanks },
    { text: organisation },
  ]);
}
