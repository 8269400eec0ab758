import { type Duty, duties } from '../../../src/message/rights.ts';
import type { SignedIn } from '../../../views/models/desk.ts';

export type SamplesOf<Models> = { readonly [Name in keyof Models]: Readonly<Record<string, Models[Name]>> };

export const at = '2026-11-21T13:05:09.123456Z';
export const later = '2027-02-19T13:05:09.123456Z';
export const id = '0197a3c2-7b1e-7c3a-9f00-000000000001';
export const otherId = '0197a3c2-7b1e-7c3a-9f00-000000000002';

export const signedInAs = (word: string, held: readonly Duty[] = duties): SignedIn => ({
  name: word,
  unit: word,
  duties: held,
  unread: 3,
});

export const unitsOf = (word: string) => [
  { id, name: word },
  { id: otherId, name: word },
];
