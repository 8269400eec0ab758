import type { Language } from '../../src/message/languages.ts';
import type { MailText, OwnerFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells the owner of a system, or whoever is told instead, what went wrong with its messages. Never quotes a subject or a phone number. */
export function ownerNoticeMail(language: Language, facts: OwnerFacts): MailText {
  const { owner, sender } = texts[language].notices;
  const more = facts.count - facts.lines.length;
  return mailText(language, owner.subject(facts.count, facts.system), [
    { text: facts.inherited ? owner.inherited(facts.system) : owner.what(facts.system) },
    ...facts.lines.flatMap(({ kind, recipient, sentAt, messageId, link }) => [
      { heading: sender[kind].subject },
      {
        facts: [
          ...(recipient === null ? [] : [[sender.recipients(1), recipient] as const]),
          [sender.sentAt, formatTime(language, sentAt, facts.timeZone)] as const,
          ...(messageId ? [[sender.messageId, messageId] as const] : []),
        ],
      },
      ...(link ? [{ link }] : []),
    ]),
    ...(more > 0 ? [{ text: owner.more(more) }] : []),
    { text: sender.noSubject },
  ]);
}
