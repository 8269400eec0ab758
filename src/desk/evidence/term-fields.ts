import type { PersonalFields } from '../../evidence/commitment.ts';
import type { Terms } from './terms.ts';

/** Terms as an event commits to them. */
export const termFields = (terms: Terms): PersonalFields =>
  Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
