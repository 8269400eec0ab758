import { unanswered } from './acknowledgements/signing-terms.ts';
import { stands } from './standing.ts';

/** What a code is for. A code of one purpose never counts for another. */
export const codePurposes = ['opening', 'acknowledgement', 'deletion'] as const;
export type Purpose = (typeof codePurposes)[number];

/** What an event of a code says of its purpose; most codes open, and need not say so. */
export const purposeDetail = (purpose: Purpose): { for?: Purpose } =>
  purpose === 'opening' ? {} : { for: purpose };

/** SQL: the recipient of the delivery `d`, who had opened it before it was recalled, was asked to delete it. */
export const deletionAsked = `(d.status = 'recalled'
  and exists (select from events e where e.delivery = d.id and e.type = 'delivery.deletion_asked'))`;

/** SQL: the same, and has not answered yet. */
export const deletionAwaited = `(${deletionAsked}
  and not exists (select from events e where e.delivery = d.id and e.type = 'delivery.deletion_confirmed'))`;

/** SQL: codes of the purpose may be asked for, and typed, for the delivery `d`. */
export const allows: Readonly<Record<Purpose, string>> = {
  opening: stands,
  acknowledgement: `(${stands} and ${unanswered})`,
  deletion: deletionAwaited,
};

/** Whether too many wrong codes of the purpose lock what stands; what was recalled stays recalled. */
export const locks = (purpose: Purpose): boolean => purpose !== 'deletion';
