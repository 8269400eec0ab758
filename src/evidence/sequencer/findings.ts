export type LogFindingCode =
  | 'entry_missing'
  | 'leaf'
  | 'event_missing'
  | 'event_changed'
  | 'order'
  | 'tile'
  | 'checkpoint'
  | 'fork'
  | 'beyond'
  | 'delivery_events'
  | 'not_logged'
  | 'queue'
  | 'key';

/** Something that is not as it should be, as a sentence that names it. Nothing in it is personal. */
export interface LogFinding {
  readonly code: LogFindingCode;
  readonly sentence: string;
}

const mostKept = 100;

/** What was found so far: all are counted, the first hundred are kept. */
export class Findings {
  readonly first: LogFinding[] = [];
  count = 0;

  add(code: LogFindingCode, sentence: string): void {
    this.count += 1;
    if (this.first.length < mostKept) this.first.push({ code, sentence });
  }
}
