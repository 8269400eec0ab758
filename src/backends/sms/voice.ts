import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { Language } from '../../message/languages.ts';

const spoken = { da: 'da-DK', sv: 'sv-SE', en: 'en-GB' } as const satisfies Record<Language, string>;

export interface Greeting {
  readonly language: Language;
  /** Who calls, and that any key brings the code. Said twice, with time to press; then the call ends. */
  readonly text: string;
  /** Address that is asked, by POST, once a key was pressed. */
  readonly action: string;
}

/** TwiML for an answered call. It holds no code, for what answered may be a machine that keeps what it hears. */
export function greetingTwiml({ language, text, action }: Greeting): string {
  const response = new VoiceResponse();
  const gather = response.gather({ input: ['dtmf'], numDigits: 1, timeout: 10, action, method: 'POST' });
  gather.say({ language: spoken[language] }, text);
  gather.pause({ length: 3 });
  gather.say({ language: spoken[language] }, text);
  response.hangup();
  return response.toString();
}

export interface ReadCode {
  readonly language: Language;
  /** Said before the digits. */
  readonly before: string;
  readonly code: string;
  /** Said between the first and the second time. */
  readonly again: string;
}

/** TwiML that reads the code twice, one digit at a time. */
export function codeTwiml({ language, before, code, again }: ReadCode): string {
  const response = new VoiceResponse();
  const say = { language: spoken[language] };
  for (const words of [before, again]) {
    response.say(say, words);
    for (const digit of code) {
      response.say(say, digit);
      response.pause({ length: 1 });
    }
  }
  response.hangup();
  return response.toString();
}

/** TwiML for a call whose code is used up or too old. */
export const endedTwiml = (language: Language, text: string): string => saidTwiml(language, text);

/** TwiML that says some words and ends the call. */
export function saidTwiml(language: Language, text: string): string {
  const response = new VoiceResponse();
  response.say({ language: spoken[language] }, text);
  response.hangup();
  return response.toString();
}
