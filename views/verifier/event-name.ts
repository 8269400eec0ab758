import type { EventType } from '../../src/message/event-types.ts';
import type { EventTexts } from '../languages/en/events.ts';
import type { SignaturesTexts } from '../languages/en/signatures.ts';

interface Named {
  readonly type: string;
  readonly ofSigning: boolean;
}

/** What happened, in words: a code that signs is not taken for one that opens. An unknown event keeps its own name. */
export function eventName(
  { type, ofSigning }: Named,
  { events, signatures }: { readonly events: EventTexts; readonly signatures: SignaturesTexts },
): string {
  if (type === 'delivery.code_sent' && ofSigning) return signatures.codeSent;
  return Object.hasOwn(events, type) ? events[type as EventType] : type;
}
