import type { Language } from '../../src/message/languages.ts';
import type { ReplyItselfFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';

/** An answer as its recipient wrote it, and below the line (RFC 3676 §4.3) who that was and how to answer. */
export function replyItself(language: Language, facts: ReplyItselfFacts): string {
  const { itself } = texts[language].conversations.mail;
  const { text, recipient, sentAt, link, answers, timeZone } = facts;
  return [
    text.trimEnd(),
    '',
    '-- ',
    itself.from(recipient, formatTime(language, sentAt, timeZone)),
    ...(answers ? [itself.answer] : []),
    itself.atDesk,
    link,
    '',
  ].join('\n');
}
