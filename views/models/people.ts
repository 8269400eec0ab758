import type { RefusalCode } from '../../src/message/refusals.ts';
import type { Role } from '../../src/message/rights.ts';
import type { DeskPage, UnitChoice } from './desk.ts';
import type { HistoryPages } from './history.ts';

/** Form: `POST /desk/people` with `name`, `email`, `role`, `unit`. */
export interface PeoplePage extends DeskPage {
  readonly rows: readonly PersonRow[];
  readonly units: readonly UnitChoice[];
  /** Shown once, to be handed to the new person. */
  readonly created: { readonly name: string; readonly link: string; readonly expiresAt: string } | null;
  readonly error: RefusalCode | null;
  readonly draft: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
    readonly unit: string;
  };
}

export interface PersonRow {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly unit: string;
  /** How they sign in; null: not before they have chosen a password. */
  readonly signsIn: 'password' | 'link' | null;
}

export interface PeoplePages extends HistoryPages {
  readonly 'desk-people': PeoplePage;
}
