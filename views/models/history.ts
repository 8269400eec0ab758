import type { EventType } from '../../src/message/event-types.ts';
import type { DeskPage } from './desk.ts';

/** What was done, newest first: the part `history/lines` shows it, in this page and in others. */
export interface HistoryView {
  readonly lines: readonly HistoryLineView[];
  /** Address of what was done before; null: nothing was. */
  readonly older: string | null;
}

export interface HistoryLineView {
  readonly type: EventType;
  readonly at: string;
  /** The person or system that did it; null: Segl by itself. A name that is null was erased. */
  readonly by: { readonly name: string | null } | null;
  /** What it was done to; null: the policy, or what the page is about. It may have no name. */
  readonly subject: { readonly name: string | null; readonly href: string } | null;
  /** What is known besides: codes and numbers. */
  readonly facts: readonly { readonly field: string; readonly value: HistoryValue }[];
  readonly changes: readonly HistoryChange[];
  /** What was said is erased. */
  readonly erased: boolean;
}

export interface HistoryChange {
  /** As the event names it; one inside another as `gateway.secure`. */
  readonly field: string;
  /** One where something came or went, else as it was and as it is. */
  readonly states: readonly HistoryValue[];
}

/** Ids stand as names. `{role, unit}` is a role in a unit, in all of them where `unit` is null. */
export type HistoryValue =
  string | number | boolean | null | readonly HistoryValue[] | { readonly [field: string]: HistoryValue };

/** What the page can be narrowed to. */
export const historyKinds = ['people', 'units', 'systems', 'contacts', 'policy', 'sign_ins'] as const;
export type HistoryKind = (typeof historyKinds)[number];

export interface HistoryPage extends DeskPage {
  /** Null: everything but sign-ins. */
  readonly kind: HistoryKind | null;
  readonly kinds: readonly HistoryKind[];
  /** Only what was done to this; its name is null where it is gone. */
  readonly subject: { readonly id: string; readonly name: string | null } | null;
  readonly history: HistoryView;
}

export interface HistoryPages {
  readonly 'desk-history': HistoryPage;
}
