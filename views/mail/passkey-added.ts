import type { Language } from '../../src/message/languages.ts';
import type { MailText, PasskeyAddedFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells an address that messages to it can now be opened with a passkey. It has no link: there is nothing to press. */
export function passkeyAddedMail(language: Language, facts: PasskeyAddedFacts): MailText {
  const { notices, returning } = texts[language];
  const { organisation, unit, reference } = facts;
  const t = returning.mail;
  return mailText(language, t.subject(organisation, reference), [
    { text: notices.mail.hello },
    { text: t.what(formatTime(language, facts.addedAt, facts.timeZone), unit) },
    { text: t.means(organisation) },
    { text: t.yours },
    { text: t.notYours(organisation) },
    { facts: [[notices.mail.reference, reference]] },
    { text: organisation },
  ]);
}
