import type { Language } from '../../src/message/languages.ts';
import type { MailText, ReplyCameFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells whoever has a case that its recipient has answered. Quotes neither the subject nor the answer. */
export function replyCameMail(language: Language, facts: ReplyCameFacts): MailText {
  const { conversations, notices } = texts[language];
  const { came } = conversations.mail;
  const { sender } = notices;
  return mailText(language, came.subject, [
    { text: facts.inherited ? came.inherited : came.what },
    ...(facts.why ? [{ text: came.why[facts.why] }] : []),
    {
      facts: [
        [sender.recipients(1), facts.recipient],
        [sender.sentAt, formatTime(language, facts.sentAt, facts.timeZone)],
        ...(facts.messageId ? [[sender.messageId, facts.messageId] as const] : []),
      ],
    },
    { text: facts.signsIn ? sender.signsIn : came.read },
    { link: facts.link },
    { text: came.noContent },
  ]);
}
