import type { LogReport } from './log-report.ts';
import type { LogSource } from './log-source.ts';

export interface VerifyLogOptions {
  /** The log's verifier keys, got elsewhere. Absent or empty: the verdict is `consistent` at best. */
  readonly vkeys?: readonly string[];
  /** How far an event's time may lie before that of an earlier entry without a warning, in milliseconds. */
  readonly clockSlack?: number;
  /** Told now and then how many entries of how many are done. */
  readonly progress?: (done: number, total: number) => void;
}

/** Recomputes a whole log. Never throws for what the log is: the report says it. Throws `Malformed` where a given vkey is none. */
export async function verifyLog(_source: LogSource, _options: VerifyLogOptions = {}): Promise<LogReport> {
  throw new Error('not yet');
}
