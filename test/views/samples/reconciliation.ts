import { findingKinds } from '../../../src/message/reconciliation.ts';
import { type DeliveryStatus, statuses } from '../../../src/message/statuses.ts';
import type { ReconciliationPages } from '../../../views/models/reconciliation.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs } from './common.ts';

export function reconciliationSamples(word: string): SamplesOf<ReconciliationPages> {
  const person = signedInAs(word);
  const agreeing = {
    at: later,
    messages: 22_114,
    deliveries: 23_502,
    differences: 0,
    states: (Object.keys(statuses) as DeliveryStatus[]).map((status, index) => ({
      status,
      count: 1_234 * index + 1,
    })),
    findings: [],
  };
  const earlier = [
    { at: later, deliveries: 23_502, differences: 0 },
    { at, deliveries: 23_011, differences: 2 },
  ];
  const findings = findingKinds.map((kind, index) => ({
    kind,
    count: index + 1,
    messages: index === 0 ? [] : [id, otherId],
  }));
  const row = {
    id,
    address: null,
    domain: `${word}.example`,
    resembles: 'fredericia.dk',
    system: word,
    messages: 14,
    since: at,
    toldAt: later,
    block: `/desk/blocks/new?delivery=${id}`,
    newest: [
      { message: id, sentAt: later },
      { message: otherId, sentAt: at },
    ],
  };
  const address = {
    ...row,
    id: otherId,
    address: `${word}@example.dk`,
    resembles: null,
    system: null,
    messages: 2,
    toldAt: null,
  };
  const silence = { person, rows: [row, address], most: 500, isDone: false, error: null };
  return {
    'desk-reconciliation': {
      never: { person, newest: null, percent: null, earlier: [] },
      'first-under-way': { person, newest: null, percent: 0, earlier: [] },
      agrees: { person, newest: agreeing, percent: null, earlier },
      'under-way': { person, newest: agreeing, percent: 47, earlier },
      empty: {
        person,
        newest: { ...agreeing, messages: 0, deliveries: 0, states: [] },
        percent: null,
        earlier,
      },
      differs: { person, newest: { ...agreeing, differences: 55, findings }, percent: null, earlier },
      'one-differs': {
        person,
        newest: { ...agreeing, differences: 1, findings: findings.slice(0, 1) },
        percent: null,
        earlier,
      },
    },
    'desk-reconciliation-silence': {
      none: { ...silence, rows: [] },
      some: silence,
      'first-mail': {
        ...silence,
        rows: [
          { ...row, messages: 1, block: null },
          { ...address, messages: 1 },
        ],
      },
      done: { ...silence, isDone: true },
      'without-word': { ...silence, error: { id: otherId, word, problem: 'word' } },
      gone: { ...silence, error: { id, word, problem: 'gone' } },
    },
  };
}
