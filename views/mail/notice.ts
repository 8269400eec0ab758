import type { Language } from '../../src/message/languages.ts';
import type { MailText, NoticeFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/**
 * The notice that a sealed message waits. Says who wrote, when, and how to check that it is genuine; nothing of
 * the message, not even its subject. Calm on purpose: no haste, no threat, nothing to type but a code.
 */
export function noticeMail(language: Language, facts: NoticeFacts): MailText {
  const t = texts[language].notices.mail;
  const { organisation, unit, reference, link, reminder, parted } = facts;
  const from = unit.includes(organisation) ? unit : `${unit}, ${organisation}`;
  const time = (iso: string) => formatTime(language, iso, facts.timeZone);
  const waits = parted ? t.parted[parted] : reminder ? t.waitsStill : t.waits;
  return mailText(language, (reminder ? t.reminderSubject : t.subject)(from, reference), [
    { text: t.hello },
    { text: waits(from, time(facts.sentAt)) },
    { text: facts.withoutPhone ? t.howWithoutPhone : t.how },
    { link },
    { text: `${t.host(new URL(link).host)} ${t.until(time(facts.expiresAt))}` },
    { facts: [[t.reference, reference]] },
    { heading: t.genuineTitle },
    { text: t.genuine(organisation) },
    { text: t.notYou },
    { text: organisation },
  ]);
}
