import type { EventType } from '../../src/message/event-types.ts';
import type { DeskPage } from './desk.ts';
import type { TermField, TermsForm } from './evidence.ts';

/** Form: `POST /desk/exports` with `from`, `to`, `sender`, `recipient`, `type`, `message` and `format`. */
export interface ExportsPage extends DeskPage {
  readonly terms: TermsForm;
  readonly format: ExportFormatName;
  readonly types: readonly EventType[];
  readonly problem: TermField | 'too_many' | null;
  readonly isDeleted: boolean;
  /** Everything, or only what belongs to the messages of their units. */
  readonly isEverything: boolean;
  readonly rows: readonly ExportRow[];
  readonly days: number;
}

export type ExportFormatName = 'csv' | 'excel' | 'jsonl';

export interface ExportRow {
  readonly href: string;
  readonly at: string;
  readonly by: string;
  readonly format: ExportFormatName;
  readonly state: ExportStateName;
  /** Of the entries that it goes through. */
  readonly percent: number;
  readonly rows: number;
}

export type ExportStateName = 'waiting' | 'working' | 'done' | 'ended';

/** Form: `POST /desk/exports/{id}/deletions`. `GET …/file` and `…/manifest` are the file and what is signed about it. */
export interface ExportPage extends DeskPage {
  readonly id: string;
  readonly row: ExportRow;
  /** Null: erased. */
  readonly terms: TermsForm | null;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly until: string;
  readonly filename: string;
}

export interface ExportsPages {
  readonly 'desk-evidence-exports': ExportsPage;
  readonly 'desk-evidence-export': ExportPage;
}
