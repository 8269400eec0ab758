import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeskPage } from './desk.ts';

/** Form: `POST /desk/systems` with `name`, `from` (patterns, one a line), `owner` (a person's address, may be empty). */
export interface SystemsPage extends DeskPage {
  readonly rows: readonly SystemRow[];
  /** The secret is shown once and kept by nobody here. */
  readonly created: { readonly name: string; readonly id: string; readonly secret: string } | null;
  readonly error: RefusalCode | null;
  readonly draft: { readonly name: string; readonly from: string; readonly owner: string };
}

export interface SystemRow {
  readonly name: string;
  readonly id: string;
  readonly from: readonly string[];
  readonly owner: string | null;
  readonly active: boolean;
}

export interface SystemsPages {
  readonly 'desk-systems': SystemsPage;
}
