import type { UnitPage, UnitsPages } from '../../../views/models/units.ts';
import { id, type SamplesOf, signedInAs } from './common.ts';
import { historyOf } from './history.ts';

export function unitsSamples(word: string): SamplesOf<UnitsPages> {
  const form = { name: word, outwardName: word, functionAddress: word };
  const row = { name: word, outwardName: word, functionAddress: word, people: 12 };
  const units = {
    person: signedInAs(word),
    rows: [
      { ...row, href: `/desk/units/${id}` },
      { ...row, href: null, functionAddress: null, people: 0 },
    ],
    form,
    problem: null,
  };
  const unit: UnitPage = {
    person: signedInAs(word),
    id,
    version: 2,
    now: { ...form, name: word || 'None' },
    form,
    done: null,
    problem: null,
    history: historyOf(word),
  };
  return {
    'desk-units': {
      all: units,
      'not-all': { ...units, form: null },
      problem: { ...units, problem: { code: 'already_exists', field: 'name' } },
    },
    'desk-unit': {
      first: unit,
      created: { ...unit, done: 'created' },
      changed: { ...unit, done: 'changed' },
      'changed-meanwhile': {
        ...unit,
        now: { ...unit.now, functionAddress: '' },
        problem: { code: 'changed_meanwhile', field: null },
      },
      'bad-address': { ...unit, problem: { code: 'email_invalid', field: 'functionAddress' } },
    },
  };
}
