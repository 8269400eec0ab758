import type { RefusalCode } from '../../src/message/refusals.ts';
import type { Role } from '../../src/message/rights.ts';
import type { DeskPage, UnitChoice } from './desk.ts';
import type { HistoryPages, HistoryView } from './history.ts';
import type { UnitsPages } from './units.ts';

/** A role in the unit of that name; null: in all of them. */
export interface RoleView {
  readonly role: Role;
  readonly unit: string | null;
}

/** How they sign in; null: not before they have chosen a password. */
export type SignsIn = 'password' | 'passkey' | 'provider' | 'link' | null;

/**
 * Those whom the reader looks after. Form: `POST /desk/people/searches` with `search`, `unit`, `state` and `after`, for
 * words that somebody looks for stand in no address.
 */
export interface PeoplePage extends DeskPage {
  readonly rows: readonly PersonRow[];
  readonly units: readonly UnitChoice[];
  readonly filter: PeopleFilter;
  /** The following page: its address, or where a search goes on. */
  readonly next: { readonly href: string } | { readonly after: string } | null;
}

export interface PeopleFilter {
  readonly search: string;
  /** The id; empty: all. */
  readonly unit: string;
  readonly state: PeopleState;
}

export const peopleStates = ['active', 'deactivated', 'all'] as const;
export type PeopleState = (typeof peopleStates)[number];

export interface PersonRow {
  readonly href: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly RoleView[];
  readonly unit: string;
  readonly signsIn: SignsIn;
  readonly isActive: boolean;
}

/**
 * Form: `POST /desk/people` with `name`, `email`, `unit`, `role` and `where`: the id of a unit, `*` for all of them, or
 * empty for theirs.
 */
export interface NewPersonPage extends DeskPage {
  readonly units: readonly UnitChoice[];
  /** The reader may give roles in all units. */
  readonly everywhere: boolean;
  readonly draft: {
    readonly name: string;
    readonly email: string;
    readonly unit: string;
    readonly role: Role;
    readonly where: string;
  };
  readonly problem: PersonProblem | null;
}

export interface PersonProblem {
  readonly code: RefusalCode;
  /** The field that is to blame, where it is one. */
  readonly field: 'name' | 'email' | 'unit' | null;
  /** The address is that of somebody who was deactivated. */
  readonly isDeactivated: boolean;
}

/** Shown once, to be handed to the person. */
export interface PersonLinkPage extends DeskPage {
  readonly name: string;
  readonly href: string;
  readonly link: string;
  readonly expiresAt: string;
  /** They were added just now. */
  readonly isNew: boolean;
}

/**
 * Forms: `POST /desk/people/{id}` with `version`, `name`, `email`, `unit`, each role as `grant` where it is kept and as
 * `had` where it was shown, and another as `role` and `where`; `POST` to `/links`, `/factor-resets`, `/sign-outs`,
 * `/deactivations` and `/reactivations` below it.
 */
export interface PersonPage extends DeskPage {
  readonly id: string;
  /** As they stand now. */
  readonly now: {
    readonly name: string;
    readonly email: string;
    readonly unit: string;
    readonly roles: readonly RoleView[];
    readonly signsIn: SignsIn;
    readonly deactivatedAt: string | null;
    /** Second factors that they have. */
    readonly factors: { readonly totp: boolean; readonly passkeys: number };
  };
  /** What the reader may do; null: nothing is changed here, they come from the identity provider. */
  readonly form: PersonForm | null;
  readonly may: {
    readonly change: boolean;
    readonly link: boolean;
    readonly reset: boolean;
    readonly signOut: boolean;
    readonly deactivate: boolean;
    readonly reactivate: boolean;
  };
  readonly isFromProvider: boolean;
  /** They have, or could be given, a role for which the reader first proves again who they are. */
  readonly proofNeeded: boolean;
  /** What passes to their unit with them; null: they are deactivated. */
  readonly left: {
    readonly messages: number;
    readonly live: number;
    readonly held: number;
    readonly systems: number;
  } | null;
  readonly done: PersonDone | null;
  readonly problem: PersonProblem | null;
  readonly history: HistoryView;
}

export const personDone = ['changed', 'reset', 'signed_out', 'deactivated', 'reactivated'] as const;
export type PersonDone = (typeof personDone)[number];

export interface PersonForm {
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly unit: string;
  /** `value` names it in the form. */
  readonly grants: readonly (RoleView & { readonly value: string; readonly isKept: boolean })[];
  readonly role: Role | '';
  readonly where: string;
  readonly units: readonly UnitChoice[];
  readonly everywhere: boolean;
}

export interface PeoplePages extends HistoryPages, UnitsPages {
  readonly 'desk-people': PeoplePage;
  readonly 'desk-person-new': NewPersonPage;
  readonly 'desk-person-link': PersonLinkPage;
  readonly 'desk-person': PersonPage;
}
