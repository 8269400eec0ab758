import type { ContactsPages } from '../../../views/models/contacts.ts';
import type { SamplesOf } from './common.ts';

export const contactsSamples = (_word: string): SamplesOf<ContactsPages> => ({});
