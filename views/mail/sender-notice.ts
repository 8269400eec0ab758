import type { Language } from '../../src/message/languages.ts';
import type { MailText, SenderFacts } from '../../src/message/mail-facts.ts';
import { reasonOf } from '../desk/reasons.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Recipients that a mail names for one reason. */
const named = 100;

/** Tells a sender what went wrong, for whom and what to do. Never quotes a subject or a phone number. */
export function senderNoticeMail(language: Language, facts: SenderFacts): MailText {
  const t = texts[language];
  const { sender } = t.notices;
  const [only, ...others] = facts.groups;
  return mailText(language, only && others.length === 0 ? sender[only.kind].subject : sender.several, [
    ...facts.groups.flatMap(({ kind, reason, recipients }) => [
      { text: sender[kind].what },
      {
        facts: [
          [sender.recipients(recipients.length), recipients.slice(0, named).join(', ')] as const,
          // Other reasons are codes of servers and providers, which say nothing to a person.
          ...(reason && (kind === 'refused' || kind === 'reported')
            ? [[sender.why, reasonOf(t, reason)] as const]
            : []),
        ],
      },
      ...(recipients.length > named ? [{ text: t.notices.owner.more(recipients.length - named) }] : []),
      { text: sender[kind].next },
    ]),
    {
      facts: [
        [sender.sentAt, formatTime(language, facts.sentAt, facts.timeZone)],
        ...(facts.messageId ? [[sender.messageId, facts.messageId] as const] : []),
      ],
    },
    ...(facts.link ? [{ text: facts.signsIn ? sender.signsIn : sender.see }, { link: facts.link }] : []),
    { text: sender.noSubject },
  ]);
}
