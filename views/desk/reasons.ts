import type { Texts } from '../languages/index.ts';

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** A reason as a sentence; one that has no text here stays the code that it is. */
export const reasonOf = (t: Texts, reason: string): string =>
  own<string>(t.delivery.reasons, reason) ??
  own<string>(t.misdeliveries.told, reason) ??
  own<string>(t.recalls.reasons, reason) ??
  own<string>(t.acknowledgements.reasons, reason) ??
  own<string>(t.erasures.reasons, reason) ??
  own<string>(t.refusals, reason) ??
  reason;

/** Why somebody tried to open a delivery in vain: how it had ended, or that it was somebody else. */
export const endingOf = (t: Texts, status: string): string =>
  own(t.statuses, status)?.name ?? reasonOf(t, status);
