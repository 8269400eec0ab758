import type { Language } from '../../src/message/languages.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { type MailText, mailText } from './mail-text.ts';

export interface SenderNoticeFacts {
  readonly kind: 'bounced' | 'notice_dead' | 'locked' | 'sms_failed' | 'no_phone' | 'held';
  /** Addresses of the deliveries that it is about. */
  readonly recipients: readonly string[];
  /** When the message was sent, ISO 8601. */
  readonly sentAt: string;
  /** The sender's own Message-ID, where the message came by mail. */
  readonly messageId: string | null;
  /** The whole address of the message on the desk; null where the sender is a system without one. */
  readonly messageLink: string | null;
  readonly timeZone: string;
}

/** Tells a sender what went wrong, for whom and what to do. Never quotes a subject or a phone number. */
export function senderNoticeMail(language: Language, facts: SenderNoticeFacts): MailText {
  const t = texts[language].notices.sender;
  const { subject, what, next } = t[facts.kind];
  return mailText(language, subject, [
    { text: what },
    {
      facts: [
        [t.recipients(facts.recipients.length), facts.recipients.join(', ')],
        [t.sentAt, formatTime(language, facts.sentAt, facts.timeZone)],
        ...(facts.messageId ? [[t.messageId, facts.messageId] as const] : []),
      ],
    },
    { text: next },
    ...(facts.messageLink ? [{ text: t.see }, { link: facts.messageLink }] : []),
    { text: t.noSubject },
  ]);
}
