import type { DeskPage } from './desk.ts';

/** Asks why somebody wants to see what another wrote. Form: `POST /desk/messages/{id}/looks` with `kind`, `reason`. */
export interface LookPage extends DeskPage {
  readonly id: string;
  readonly unit: string;
  readonly sentAt: string;
  /** Minutes for which the message is open then. */
  readonly minutes: number;
  /** Characters of a reason. */
  readonly least: number;
  readonly most: number;
  readonly kind: string;
  readonly reason: string;
  /** The field that is to blame. */
  readonly error: 'kind' | 'reason' | null;
}

export interface LooksPages {
  readonly 'desk-look': LookPage;
}
