import type { PersonalFields } from '../commitment.ts';
import type { LoggedEvent } from './logged-event.ts';

/** Whether what an event hides is told in what is handed out. */
export type Disclosure = (event: LoggedEvent, fields: PersonalFields) => boolean;

/** To the house: everything, but who of the house looked and why, which concerns colleagues and stays in the house. */
export const toTheHouse: Disclosure = ({ type }) => type !== 'message.looked_at';

/** Who a recipient is, as the delivery knows them now. */
export interface Myself {
  readonly email: string | null;
  readonly phone: string | null;
  /** The session in which the receipt is asked for, by its public id. */
  readonly session: string;
}

/**
 * To a recipient: what concerns nobody else. An address or a number counts as theirs where it is what the delivery has now: an
 * earlier number may be a stranger's. Where a request came from is told only of their own session: links are fetched by
 * others too.
 */
export const toRecipient =
  ({ email, phone, session }: Myself): Disclosure =>
  ({ type, details }, fields) => {
    const isMine =
      (fields.email === undefined || fields.email === email) &&
      (fields.phone === undefined || fields.phone === null || fields.phone === phone);
    switch (type) {
      case 'message.accepted':
        return true;
      case 'delivery.available':
      case 'delivery.notified':
      case 'delivery.code_sent':
        return isMine;
      case 'delivery.acknowledged':
      case 'delivery.declined':
        // Of a shared mailbox another member may have answered, whose network and words are theirs.
        return details.member === undefined || details.session === session;
      case 'delivery.identity_verified':
      case 'delivery.code_verified':
      case 'delivery.opened':
      case 'delivery.reopened':
      case 'delivery.attachment_opened':
        return details.session === session;
      default:
        return false;
    }
  };
