import { unanswered } from './acknowledgements/signing-terms.ts';
import { stands } from './standing.ts';

/** What a code is for. A code of one purpose never counts for another. */
export const codePurposes = ['opening', 'acknowledgement', 'deletion', 'receipt'] as const;
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

/** SQL: the recipient of the delivery `d` has signed for it and can open it no more; their receipt is still theirs. */
export const signedAndEnded = `((d.status = 'recalled' or d.status = 'acknowledged' and d.expires_at <= now())
  and exists (select from acknowledgements a where a.delivery_id = d.id))`;

/** SQL: codes of the purpose may be asked for, and typed, for the delivery `d`. */
export const allows: Readonly<Record<Purpose, string>> = {
  opening: stands,
  acknowledgement: `(${stands} and ${unanswered})`,
  deletion: deletionAwaited,
  receipt: signedAndEnded,
};

/** Whether too many wrong codes of the purpose lock the delivery; what has ended stays as it ended. */
export const locks = (purpose: Purpose): boolean => purpose === 'opening' || purpose === 'acknowledgement';
