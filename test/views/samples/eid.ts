import { eidProblems } from '../../../src/message/eid-problems.ts';
import type { EidPages } from '../../../views/models/eid.ts';
import type { SamplesOf } from './common.ts';

const base = '/m/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export function eidSamples(word: string): SamplesOf<EidPages> {
  return {
    'eid-onward': { onward: { eid: word, href: 'https://eid.example/authorize?state=x' } },
    'eid-lost': { lost: { eid: word } },
    'eid-failed': Object.fromEntries(eidProblems.map((problem) => [problem, { base, eid: word, problem }])),
  };
}
