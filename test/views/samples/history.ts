import { type EventType, eventTypes } from '../../../src/message/event-types.ts';
import {
  type HistoryLineView,
  historyKinds,
  type HistoryPages,
  type HistoryView,
} from '../../../views/models/history.ts';
import { at, id, later, type SamplesOf, signedInAs } from './common.ts';

/** A line of each kind, and of each value. */
export function historyOf(word: string): HistoryView {
  const line: HistoryLineView = {
    type: 'person.changed',
    at,
    by: { name: word },
    subject: { name: word, href: `/desk/history?subject=${id}` },
    facts: [],
    changes: [],
    erased: false,
  };
  const role = { role: 'admin', unit: word };
  return {
    older: `/desk/history?after=${id}`,
    lines: [
      { ...line, changes: [{ field: 'name', states: [word, 'Somebody'] }] },
      {
        ...line,
        subject: null,
        changes: [
          { field: 'grants', states: [[role], [role, { role: 'sender', unit: null }]] },
          { field: 'functionAddress', states: [null, word] },
          { field: 'from', states: [[], [word, word]] },
          { field: word, states: [false, true] },
          { field: 'policy', states: [4, 5] },
          { field: 'expiresAt', states: [later] },
          { field: 'staff.claims', states: [[{ claim: word, equals: word, role: 'sender' }]] },
        ],
      },
      {
        ...line,
        type: 'person.signed_in',
        facts: [
          { field: 'method', value: 'passkey' },
          { field: 'secondFactor', value: true },
          { field: 'because', value: word },
        ],
      },
      { ...line, by: null, erased: true },
      { ...line, by: { name: null } },
      ...(Object.keys(eventTypes) as EventType[]).map((type) => ({ ...line, type })),
    ],
  };
}

export function historySamples(word: string): SamplesOf<HistoryPages> {
  const page = { person: signedInAs(word), kinds: historyKinds };
  return {
    'desk-history': {
      all: { ...page, kind: null, subject: null, history: historyOf(word) },
      kind: { ...page, kind: 'people', subject: null, history: historyOf(word) },
      subject: { ...page, kind: null, subject: { id, name: word }, history: historyOf(word) },
      'gone-subject': { ...page, kind: null, subject: { id, name: null }, history: historyOf(word) },
      none: { ...page, kind: null, subject: null, history: { lines: [], older: null } },
    },
  };
}
