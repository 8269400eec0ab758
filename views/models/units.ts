import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeskPage } from './desk.ts';
import type { HistoryView } from './history.ts';

/** Form: `POST /desk/units` with `name`, `outwardName`, `functionAddress`. */
export interface UnitsPage extends DeskPage {
  readonly rows: readonly UnitRow[];
  /** Null: the reader adds none. */
  readonly form: UnitForm | null;
  readonly problem: UnitProblem | null;
}

export interface UnitRow {
  /** Null: the reader does not change it. */
  readonly href: string | null;
  readonly name: string;
  readonly outwardName: string;
  readonly functionAddress: string | null;
  /** Who are active. */
  readonly people: number;
}

export interface UnitForm {
  readonly name: string;
  readonly outwardName: string;
  readonly functionAddress: string;
}

export interface UnitProblem {
  readonly code: RefusalCode;
  readonly field: keyof UnitForm | null;
}

/** Form: `POST /desk/units/{id}` with `version` and the fields of a new one. */
export interface UnitPage extends DeskPage {
  readonly id: string;
  readonly version: number;
  /** As it stands now. */
  readonly now: UnitForm;
  readonly form: UnitForm;
  readonly done: 'created' | 'changed' | null;
  readonly problem: UnitProblem | null;
  readonly history: HistoryView;
}

export interface UnitsPages {
  readonly 'desk-units': UnitsPage;
  readonly 'desk-unit': UnitPage;
}
