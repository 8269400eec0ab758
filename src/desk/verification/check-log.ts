import type { LogReport } from '../../evidence/log/log-report.ts';
import type { LogSource } from '../../evidence/log/log-source.ts';
import { parseCheckpoint } from '../../evidence/log/checkpoint.ts';
import { Malformed } from '../../evidence/log/malformed.ts';
import { parseNote } from '../../evidence/log/signed-note.ts';
import { verifyLog } from '../../evidence/log/verify-log.ts';
import type { Trust } from '../../message/verification.ts';

export type { LogReport } from '../../evidence/log/log-report.ts';
export type { LogSource } from '../../evidence/log/log-source.ts';

/** Checks a whole log, entry by entry, and that it goes on from checkpoints that were kept. Tells now and then how far it is. */
export const checkLog = (
  source: LogSource,
  trust: Trust,
  checkpoints: readonly string[],
  progress: (done: number, total: number) => void,
): Promise<LogReport> => verifyLog(source, { vkeys: trust.logKeys, checkpoints, progress });

/** Why a note is no checkpoint; undefined where it is one. */
export function whyNoCheckpoint(note: string): string | undefined {
  try {
    parseCheckpoint(parseNote(note).text);
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}
