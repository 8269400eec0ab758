import { eventTypes, type EventType } from '../../../src/message/event-types.ts';
import type { ExportRow, ExportsPages, ExportStateName } from '../../../views/models/exports.ts';
import { at, id, later, type SamplesOf, signedInAs } from './common.ts';
import { noTerms, termsOf } from './evidence.ts';

export function exportsSamples(word: string): SamplesOf<ExportsPages> {
  const person = signedInAs(word);
  const states: readonly ExportStateName[] = ['waiting', 'working', 'done', 'ended'];
  const rowOf = (state: ExportStateName): ExportRow => ({
    href: `/desk/exports/${id}`,
    at,
    by: word,
    format: 'csv',
    state,
    percent: 47,
    rows: 1,
  });
  const page = {
    person,
    terms: noTerms,
    format: 'csv' as const,
    types: Object.keys(eventTypes) as EventType[],
    problem: null,
    isDeleted: false,
    isEverything: true,
    rows: [],
    days: 7,
  };
  const one = (state: ExportStateName) => ({
    person,
    id,
    row: rowOf(state),
    terms: termsOf(word),
    bytes: 1_234_567,
    sha256: state === 'done' ? 'ab'.repeat(32) : null,
    until: later,
    filename: 'evidence-2026-11-21.csv',
  });
  return {
    'desk-evidence-exports': {
      first: page,
      some: { ...page, isEverything: false, isDeleted: true, rows: states.map(rowOf) },
      problem: { ...page, terms: termsOf(word), format: 'excel', problem: 'recipient' },
      'too-many': { ...page, problem: 'too_many' },
    },
    'desk-evidence-export': {
      ...Object.fromEntries(states.map((state) => [state, one(state)])),
      erased: { ...one('done'), terms: null, row: { ...rowOf('done'), rows: 12 } },
    } as SamplesOf<ExportsPages>['desk-evidence-export'],
  };
}
