import type { FindingKind } from '../../src/message/reconciliation.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { DeskPage } from './desk.ts';

/** Form: `POST /desk/reconciliation` counts now. */
export interface ReconciliationPage extends DeskPage {
  /** Null: nothing was ever counted. */
  readonly newest: CountView | null;
  /** How far a count has come; null: none is under way. */
  readonly percent: number | null;
  readonly earlier: readonly EarlierCount[];
}

export interface EarlierCount {
  readonly at: string;
  readonly deliveries: number;
  readonly differences: number;
}

export interface CountView extends EarlierCount {
  readonly messages: number;
  /** As the evidence has it. */
  readonly states: readonly { readonly status: DeliveryStatus; readonly count: number }[];
  readonly findings: readonly {
    readonly kind: FindingKind;
    readonly count: number;
    /** Ids of the first messages. */
    readonly messages: readonly string[];
  }[];
}

/** Form: `POST /desk/silence/{id}/closures` with `word`. */
export interface SilencePage extends DeskPage {
  readonly rows: readonly SilenceRow[];
  /** Characters of the word. */
  readonly most: number;
  readonly isDone: boolean;
  /** What was typed, and about which row; `gone`: it was taken off the list meanwhile. */
  readonly error: { readonly id: string; readonly word: string; readonly problem: 'word' | 'gone' } | null;
}

export interface SilenceRow {
  readonly id: string;
  /** Null: the whole domain. */
  readonly address: string | null;
  readonly domain: string;
  readonly resembles: string | null;
  /** Null: a person sent it. */
  readonly system: string | null;
  readonly messages: number;
  readonly since: string;
  /** When the senders were told. */
  readonly toldAt: string | null;
  /** Where the address or domain of one of the deliveries can be blocked; null: not by them. */
  readonly block: string | null;
  readonly newest: readonly { readonly message: string; readonly sentAt: string }[];
}

export interface ReconciliationPages {
  readonly 'desk-reconciliation': ReconciliationPage;
  readonly 'desk-reconciliation-silence': SilencePage;
}
