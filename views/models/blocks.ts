import type { MisdeliveryReason } from '../../src/message/misdeliveries.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { DeskPage, UnitChoice } from './desk.ts';

export interface BlockView {
  readonly id: string;
  readonly pattern: string;
  /** Null: the whole organisation. */
  readonly unitName: string | null;
  readonly reason: string;
  readonly madeAt: string;
  /** Null: nobody knows them any more. */
  readonly madeBy: string | null;
  readonly liftedAt: string | null;
  readonly liftedBy: string | null;
}

/** Newest first. `next`: address of the following page, or null. */
export interface BlocksPage extends DeskPage {
  /** Those that were lifted, at `?lifted=1`. */
  readonly lifted: boolean;
  readonly blocks: readonly BlockView[];
  readonly next: string | null;
  readonly done: 'lifted' | null;
}

/** What was sent there before, as far as they may know. */
export interface EarlierView {
  readonly count: number;
  readonly opened: number;
  readonly newest: readonly {
    readonly id: string;
    readonly message: string;
    readonly email: string;
    readonly status: DeliveryStatus;
    readonly opened: boolean;
    readonly sentAt: string;
    /** There is a way to recall it. */
    readonly recallable: boolean;
  }[];
}

/** Form: `POST /desk/blocks/{id}/lifts`. */
export interface BlockPage extends DeskPage {
  readonly block: BlockView;
  readonly mayLift: boolean;
  readonly earlier: EarlierView;
  readonly done: 'made' | null;
  readonly problem: RefusalCode | null;
}

/** Form: `POST /desk/blocks` with `pattern`, `unit` (`*` for the whole organisation), `reason`, `sure` and `delivery`. */
export interface NewBlockPage extends DeskPage {
  readonly pattern: string;
  readonly unit: string;
  readonly reason: string;
  /** Characters of the reason. */
  readonly most: number;
  readonly units: readonly UnitChoice[];
  /** They may block for the whole organisation. */
  readonly everywhere: boolean;
  /** What it is about, where it is about a delivery. */
  readonly about: {
    readonly delivery: string;
    readonly address: string;
    readonly domain: string;
    readonly reported: MisdeliveryReason | null;
    readonly earlier: EarlierView;
  } | null;
  readonly problem: 'pattern' | 'reason' | 'unit' | RefusalCode | null;
}

export interface BlocksPages {
  readonly 'desk-blocks': BlocksPage;
  readonly 'desk-block': BlockPage;
  readonly 'desk-block-new': NewBlockPage;
}
