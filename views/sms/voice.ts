import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';

export interface VoiceTexts {
  /** Asks for a key press, so that no voicemail ever hears a code. */
  readonly greeting: string;
  readonly noKey: string;
  readonly goodbye: string;
}

export function voiceTexts(language: Language, organisation: string): VoiceTexts {
  const { greeting, noKey, goodbye } = texts[language].notices.voice;
  return { greeting: greeting(organisation), noKey, goodbye };
}

/** The code read twice, digit by digit: the commas are the pauses. */
export function codeSpoken(language: Language, code: string): string {
  const { code: first, again } = texts[language].notices.voice;
  const digits = [...code].join(', ');
  return `${first(digits)} ${again(digits)}`;
}
