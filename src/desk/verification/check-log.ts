import type { LogReport } from '../../evidence/log/log-report.ts';
import type { LogSource } from '../../evidence/log/log-source.ts';
import { verifyLog } from '../../evidence/log/verify-log.ts';
import type { Trust } from '../../message/verification.ts';

export type { LogReport } from '../../evidence/log/log-report.ts';
export type { LogSource } from '../../evidence/log/log-source.ts';

/** Checks a whole log, entry by entry. Tells now and then how far it is. */
export const checkLog = (
  source: LogSource,
  trust: Trust,
  progress: (done: number, total: number) => void,
): Promise<LogReport> => verifyLog(source, { vkeys: trust.logKeys, progress });
