import type { Language } from '../../src/message/languages.ts';
import type { CheckpointFacts, MailText } from '../../src/message/mail-facts.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** The log's checkpoint, to be kept outside of the system. The note stands there so that it can be copied and checked. */
export function checkpointMail(language: Language, facts: CheckpointFacts): MailText {
  const t = texts[language].notices.checkpoint;
  const size = new Intl.NumberFormat(language).format(facts.size);
  return mailText(language, t.subject(size, facts.organisation), [
    { text: t.what(size, formatTime(language, facts.at, facts.timeZone)) },
    { text: t.keep },
    { text: t.note },
    { exact: facts.note },
    { text: t.why },
  ]);
}
