import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';
import { gsmName } from './gsm-text.ts';

/** Septets of a single SMS. */
const single = 160;

/**
 * The SMS with a code: code first, where a notification shows it; the organisation's name; and last the line that
 * binds the code to our host ("Origin-bound one-time codes delivered via SMS", WICG), so that a phone offers it on
 * no other page. `host` is a name without a port. One SMS as long as the host leaves room; a long name is cut, the
 * last line never.
 */
export function codeSms(
  language: Language,
  {
    code,
    purpose,
    organisation,
    host,
  }: {
    code: string;
    purpose: 'opening' | 'acknowledgement' | 'deletion' | 'receipt' | 'mailbox';
    organisation: string;
    host: string;
  },
): string {
  const bound = `\n\n@${host} #${code}`;
  const { sms } = texts[language].notices;
  const text = (name: string) => sms[purpose](code, name) + bound;
  const name = gsmName(organisation);
  const room = Math.max(single - text('').length, 0);
  return text(name.length > room ? `${name.slice(0, Math.max(room - 2, 0)).trimEnd()}..` : name);
}
