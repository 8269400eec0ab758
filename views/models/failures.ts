import type { Closing, InboxKind } from '../../src/message/failures.ts';
import type { DeskPage } from './desk.ts';

/** What the inbox is narrowed to, as an address holds it: '' for nothing, `-` for failures that have none. */
export interface FailureTermsForm {
  readonly kind: string;
  readonly reason: string;
  /** The id. */
  readonly system: string;
  readonly domain: string;
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export type FailureTermField = keyof FailureTermsForm;

/** Form: `GET /desk/failures` with the terms, and with what the failures are grouped by. */
export interface FailuresPage extends DeskPage {
  readonly by: FailureGrouping;
  readonly terms: FailureTermsForm;
  readonly problem: FailureTermField | null;
  readonly kinds: readonly InboxKind[];
  readonly systems: readonly { readonly id: string; readonly name: string }[];
  /** Grown ones first, then the largest. */
  readonly groups: readonly FailureGroupView[];
  /** Addresses of the same with another grouping. */
  readonly groupings: readonly { readonly by: FailureGrouping; readonly href: string }[];
  /** No address for alarms and the daily mail is set. */
  readonly unheard: boolean;
}

export type FailureGrouping = 'cause' | 'system' | 'domain' | 'rule';

/** What open failures have in common: of what they are not grouped by there is nothing. */
export interface FailureName {
  readonly kind?: InboxKind | undefined;
  readonly reason?: string | null | undefined;
  /** The name. */
  readonly system?: string | null | undefined;
  readonly domain?: string | null | undefined;
  readonly rule?: string | null | undefined;
}

export interface FailureGroupView {
  readonly name: FailureName;
  readonly href: string;
  readonly open: number;
  readonly first: string;
  readonly last: string;
  /** In the last 7 days, and in the 30 before. */
  readonly recent: number;
  readonly earlier: number;
  /** A bar for each of these days, 100 units high, from the top. */
  readonly bars: readonly number[];
  readonly grew: boolean;
  readonly stale: boolean;
}

/**
 * Form: `POST /desk/failures/closures` with the terms, `seen`, `failure-{id}` for each that is ticked, `word`, and `what`:
 * `chosen` or `all`. `POST /desk/failures/retries` takes the same of given-up work.
 */
export interface FailureGroupPage extends DeskPage {
  readonly name: FailureName;
  readonly terms: FailureTermsForm;
  readonly rows: readonly FailureRowView[];
  readonly next: string | null;
  /** When the page was made: all that happened until then may be closed from it. */
  readonly seen: string;
  readonly chosen: readonly string[];
  readonly word: string;
  /** Characters of the word. */
  readonly most: number;
  readonly error: 'word' | 'chosen' | 'closed' | null;
  readonly done: 'closed' | 'retried' | null;
  /** Where an incident is opened from these messages; null: there are none, or somebody else does that. */
  readonly incident: string | null;
}

export interface FailureRowView extends FailureName {
  readonly id: string;
  readonly kind: InboxKind;
  readonly at: string;
  /** Null: erased, or nobody knows. */
  readonly recipient: string | null;
  readonly unit: string | null;
  /** Of the message; null: there is none. */
  readonly href: string | null;
  readonly error: string | null;
  readonly repeatable: boolean;
  readonly closed: {
    readonly at: string;
    readonly how: Closing;
    readonly word: string | null;
    readonly by: string | null;
  } | null;
}

/** What was dealt with, or was put right, the last first. */
export interface ClosedFailuresPage extends DeskPage {
  readonly terms: FailureTermsForm;
  readonly problem: FailureTermField | null;
  readonly kinds: readonly InboxKind[];
  readonly systems: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly FailureRowView[];
  readonly next: string | null;
}

export interface FailuresPages {
  readonly 'desk-failures': FailuresPage;
  readonly 'desk-failures-group': FailureGroupPage;
  readonly 'desk-failures-closed': ClosedFailuresPage;
}
