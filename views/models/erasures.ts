import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { DeskPage } from './desk.ts';

/**
 * Form: `POST /desk/messages/{id}/erasures` with `what` (`message` or `recipients`), `delivery-{id}` for each recipient that
 * is ticked, `reason`, `words`, and `sure`.
 */
export interface ErasurePage extends DeskPage {
  readonly id: string;
  /** '' where it was erased. */
  readonly from: string;
  readonly sentAt: string;
  /** The content is gone, for everybody. */
  readonly erased: boolean;
  readonly recipients: readonly ErasableRecipient[];
  /** Characters of the words. */
  readonly most: number;
  readonly what: 'message' | 'recipients' | '';
  /** Ids of the recipients that are ticked. */
  readonly chosen: readonly string[];
  readonly reason: string;
  readonly words: string;
  /** The field that is to blame. */
  readonly error: 'what' | 'recipients' | 'reason' | 'words' | 'sure' | null;
}

export interface ErasableRecipient {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly status: DeliveryStatus;
  /** Can still open it, or still may be able to. */
  readonly live: boolean;
  readonly erased: boolean;
}

export interface ErasuresPages {
  readonly 'desk-erasure': ErasurePage;
}
