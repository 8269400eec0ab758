import { isDeepStrictEqual } from 'node:util';
import type { HistoryChange, HistoryValue } from '../../../../views/models/history.ts';

type State = Readonly<Record<string, HistoryValue>> | null;

/** What differs between two states, field by field; of one alone, all its fields. */
export function changesOf(before: State, after: State): HistoryChange[] {
  const [old, fresh] = [flat(before ?? {}), flat(after ?? {})];
  if (before === null || after === null) {
    return [...(before === null ? fresh : old)]
      .filter(([, value]) => value !== null && value !== '')
      .map(([field, value]) => ({ field, states: [value] }));
  }
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((field) => ({ field, states: [old.get(field) ?? null, fresh.get(field) ?? null] }))
    .filter(({ states }) => !isDeepStrictEqual(states[0], states[1]));
}

/** Objects inside one another as `outer.inner`; lists, and what stands in them, stay whole. */
function flat(state: Readonly<Record<string, HistoryValue>>, path = ''): Map<string, HistoryValue> {
  const found = new Map<string, HistoryValue>();
  for (const [field, value] of Object.entries(state)) {
    if (isObject(value)) for (const entry of flat(value, `${path}${field}.`)) found.set(...entry);
    else found.set(`${path}${field}`, value);
  }
  return found;
}

const isObject = (value: HistoryValue): value is Readonly<Record<string, HistoryValue>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
