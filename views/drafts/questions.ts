import type { Authority } from '../../src/message/incidents.ts';

/** What the authorities' forms ask, and what art. 33(3) demands. */
export type DraftQuestion =
  | 'kind'
  | 'controller'
  | 'contact'
  | 'occurred'
  | 'discovered'
  | 'delay'
  | 'type'
  | 'what'
  | 'cause'
  | 'data'
  | 'special'
  | 'persons'
  | 'records'
  | 'consequences'
  | 'measures'
  | 'affected'
  | 'processors'
  | 'border';

/** In the order of each authority's form: Datatilsynet asks for the data before the persons, IMY the other way round. */
export const questionsOf: Readonly<Record<Authority, readonly DraftQuestion[]>> = {
  datatilsynet: [
    'controller',
    'contact',
    'kind',
    'occurred',
    'discovered',
    'delay',
    'type',
    'what',
    'cause',
    'data',
    'special',
    'persons',
    'records',
    'consequences',
    'measures',
    'affected',
    'processors',
    'border',
  ],
  imy: [
    'kind',
    'controller',
    'contact',
    'occurred',
    'discovered',
    'delay',
    'what',
    'type',
    'cause',
    'persons',
    'records',
    'data',
    'special',
    'consequences',
    'measures',
    'affected',
    'processors',
    'border',
  ],
};
