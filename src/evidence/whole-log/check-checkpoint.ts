import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { hex, parseVkey } from '../log/log-key.ts';
import { BadSignature, Malformed } from '../log/malformed.ts';
import { openNote, parseNote } from '../log/signed-note.ts';
import type { Findings } from './findings.ts';
import type { LogReader } from './log-reader.ts';

export interface CheckedCheckpoint {
  /** Absent where it could not be read. It may be wrongly signed: the findings say so. */
  readonly checkpoint?: Checkpoint;
  readonly verified: readonly string[];
  readonly unknown: readonly string[];
}

const longestCheckpoint = 1_000_000;

/** Reads the checkpoint of a log, and judges who signed it. */
export async function checkCheckpoint(
  reader: LogReader,
  vkeys: readonly string[],
  findings: Findings,
): Promise<CheckedCheckpoint> {
  const path = 'checkpoint';
  const none = { verified: [], unknown: [] };
  const bytes = await reader.read(path, longestCheckpoint);
  if (!bytes) return none;
  let note: string;
  let checkpoint: Checkpoint;
  try {
    note = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    checkpoint = parseCheckpoint(parseNote(note).text);
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof TypeError)) throw error;
    const why = error instanceof Malformed ? error.message : 'It is not UTF-8';
    findings.add('findings', { code: 'checkpoint_malformed', what: `The checkpoint is none. ${why}.`, path });
    return none;
  }
  try {
    const { verified, unknown } = await openNote(note, vkeys);
    const ofLog = verified.filter((vkey) => parseVkey(vkey).name === checkpoint.origin);
    if (vkeys.length > 0 && ofLog.length === 0) {
      const what = `None of the keys given has signed the checkpoint of ${checkpoint.origin}.`;
      findings.add('findings', { code: 'checkpoint_not_signed', what, path });
    }
    return {
      checkpoint,
      verified: ofLog,
      unknown: unknown.map(({ name, keyId }) => `${name}+${hex(keyId)}`),
    };
  } catch (error) {
    if (!(error instanceof BadSignature)) throw error;
    findings.add('findings', { code: 'checkpoint_signature', what: `${error.message}.`, path });
    return { ...none, checkpoint };
  }
}
