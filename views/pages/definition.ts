import type { Duty } from '../../src/message/rights.ts';
import type { Texts } from '../languages/index.ts';

/** A page's template, below views/, and the title a browser shows for it. */
export interface PageDefinition<Model> {
  readonly template: string;
  readonly title: (t: Texts, model: Model) => string;
  /** For lists and tables; other pages keep to the length of a readable line. */
  readonly wide?: boolean;
  /** Where it stands in the menu of administration; absent: it does not. */
  readonly section?: Exclude<Duty, 'write' | 'evidence' | 'erasure' | 'failures' | 'incidents'>;
  /** Files of views/assets that it loads. It works without them. */
  readonly scripts?: readonly string[];
}

export type PageDefinitions<Models> = { readonly [Name in keyof Models]: PageDefinition<Models[Name]> };

/** A screen reader says the title first, so a page that came back with an error begins with that. */
export function flag(t: Texts, title: string, failed: boolean): string {
  return failed ? t.common.errorTitle(title) : title;
}
