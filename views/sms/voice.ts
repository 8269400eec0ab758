import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';

export interface VoiceTexts {
  /** Asks for a key press, so that no voicemail ever hears a code. */
  readonly greeting: string;
  /** Said before the digits, and between the first and the second time. */
  readonly before: string;
  readonly again: string;
  /** Said instead, when the code is used up or too old. */
  readonly ended: string;
}

export function voiceTexts(language: Language, organisation: string): VoiceTexts {
  const { greeting, before, again, ended } = texts[language].notices.voice;
  return { greeting: greeting(organisation), before, again, ended };
}
