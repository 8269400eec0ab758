import type { Language } from '../../src/message/languages.ts';
import { texts } from '../languages/index.ts';
import { gsmName } from './gsm-text.ts';

/** Septets of a single SMS. */
const single = 160;

/** One SMS that says who wrote, and the reference to ask about. Neither a code nor a link: what looks like fraud is not to be sent. */
export function waitingSms(
  language: Language,
  { organisation, reference }: { organisation: string; reference: string },
): string {
  const text = (name: string) => texts[language].ladder.sms(name, reference);
  const name = gsmName(organisation);
  const room = Math.max(single - text('').length, 0);
  return text(name.length > room ? `${name.slice(0, Math.max(room - 2, 0)).trimEnd()}..` : name);
}

export interface WaitingCall {
  /** Who calls, and that any key brings the rest: what answered may be a machine. */
  readonly greeting: string;
  readonly said: string;
  /** Said instead, where nothing waits any more. */
  readonly over: string;
}

export function waitingCall(
  language: Language,
  { organisation, reference }: { organisation: string; reference: string },
): WaitingCall {
  const { greeting, said, over } = texts[language].ladder.call;
  // Letter by letter, as it is read out on the telephone.
  const spelled = [...reference].filter((each) => each !== '-').join(', ');
  return { greeting: greeting(organisation), said: said(organisation, spelled), over };
}
