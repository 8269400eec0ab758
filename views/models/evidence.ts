import type { EventType } from '../../src/message/event-types.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { DeskPage } from './desk.ts';

/** What somebody looks for, as they typed it. */
export interface TermsForm {
  readonly from: string;
  readonly to: string;
  readonly sender: string;
  readonly recipient: string;
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

/** The name of a field that is not right. */
export type TermField = keyof TermsForm;

/** Form: `POST /desk/evidence/searches` with the terms. Form of the chart: `GET /desk/evidence` with `from` and `to`. */
export interface EvidencePage extends DeskPage {
  readonly terms: TermsForm;
  readonly types: readonly EventType[];
  readonly statuses: readonly DeliveryStatus[];
  readonly problem: TermField | null;
  /** The search whose pages were turned is over. */
  readonly isOver: boolean;
  readonly log: LogStandingView;
  readonly chart: ChartView;
}

/** What whoever relies on the evidence must know of the log. */
export interface LogStandingView {
  readonly growth: 'grows' | 'behind' | 'closed';
  readonly isSound: boolean;
  readonly anchor: 'stamped' | 'late' | 'never';
  readonly stampedAt: string | null;
}

export interface ChartView {
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  /** `busy`: it is more than is counted for one look, and nothing is shown. */
  readonly problem: 'from' | 'to' | 'busy' | null;
  readonly step: 'day' | 'week' | 'month';
  readonly buckets: readonly {
    readonly from: string;
    readonly sent: number;
    readonly received: number;
    readonly opened: number;
  }[];
  readonly spans: readonly { readonly span: OpeningSpanName; readonly count: number }[];
  /** The same as bars, each axis 1000 units long, from the top left. */
  readonly timeBars: readonly Bar[];
  readonly spanBars: readonly Bar[];
  /** What the highest bar stands for. */
  readonly highest: number;
  readonly highestSpan: number;
}

export type OpeningSpanName = 'hour' | 'four_hours' | 'day' | 'three_days' | 'week' | 'later' | 'not_yet';

export interface Bar {
  readonly kind: 'sent' | 'received' | 'opened';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What was found, newest message first. */
export interface FoundPage extends DeskPage {
  readonly terms: TermsForm;
  readonly rows: readonly FoundRow[];
  readonly next: string | null;
}

export interface FoundRow {
  readonly href: string;
  /** Null: erased. */
  readonly recipient: string | null;
  readonly sender: string | null;
  readonly unit: string;
  readonly status: DeliveryStatus;
  readonly sentAt: string | null;
  readonly receivedAt: string | null;
  readonly openedAt: string | null;
}

export interface EvidencePages {
  readonly 'desk-evidence': EvidencePage;
  readonly 'desk-evidence-found': FoundPage;
}
