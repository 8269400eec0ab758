import type { Language } from '../../src/message/languages.ts';
import type { MailText, SecretEndsFacts } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells whoever answers for a system that a secret which it uses is about to end. Never shows the secret. */
export function secretEndsMail(language: Language, facts: SecretEndsFacts): MailText {
  const t = texts[language].notices.secretEnds;
  const time = (at: string) => formatTime(language, at, facts.timeZone);
  return mailText(language, t.subject(facts.system), [
    { text: t.what(facts.secret, facts.system) },
    { text: `${t.until(time(facts.expiresAt))} ${t.lastUsed(time(facts.lastUsedAt))}` },
    { text: facts.replaced ? t.replaced : t.next },
    { link: facts.link },
    { text: t.why },
  ]);
}
