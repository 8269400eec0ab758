import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';
import { gsmName } from './gsm-text.ts';

/** Septets of a single SMS. */
const single = 160;

/** One SMS to a number that a message's codes do not go to any more, without a code or a link, or the new number. */
export function phoneChangedSms(
  language: Language,
  { organisation, reference }: { organisation: string; reference: string },
): string {
  const text = (name: string) => texts[language].delivery.phoneChangedSms(name, reference);
  const name = gsmName(organisation);
  const room = Math.max(single - text('').length, 0);
  return text(name.length > room ? `${name.slice(0, Math.max(room - 2, 0)).trimEnd()}..` : name);
}
