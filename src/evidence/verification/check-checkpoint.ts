import type { Trust } from '../../message/verification.ts';
import type { Bundle } from '../bundle/format.ts';
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { parseVkey } from '../log/log-key.ts';
import { BadSignature } from '../log/malformed.ts';
import { openNote, parseNote } from '../log/signed-note.ts';
import type { FindingList } from './finding-list.ts';

export interface CheckedCheckpoint extends Checkpoint {
  /** Vkeys that have signed it. */
  readonly keys: readonly string[];
  readonly standing: 'confirmed' | 'own';
}

/** Whether the log's checkpoint is signed, by a key of that log, and by one that is trusted. Throws `Malformed` where it is none. */
export async function checkCheckpoint(
  log: Bundle['log'],
  trust: Trust,
  findings: FindingList,
): Promise<CheckedCheckpoint> {
  const checkpoint = parseCheckpoint(parseNote(log.checkpoint).text);
  const ofThisLog = (vkey: string): boolean => parseVkey(vkey).name === checkpoint.origin;
  if (checkpoint.origin !== log.origin || !log.keys.every(ofThisLog)) findings.add('checkpoint_origin');
  const trusted = trust.logKeys.filter(ofThisLog);
  const keys = await signersOf(log.checkpoint, [...new Set([...trusted, ...log.keys.filter(ofThisLog)])]);
  if (!log.keys.some((key) => keys.includes(key))) findings.add('checkpoint_signature');
  const confirmed = keys.some((key) => trusted.includes(key));
  if (trust.logKeys.length > 0 && !confirmed) findings.add('log_key_untrusted');
  return { ...checkpoint, keys, standing: confirmed ? 'confirmed' : 'own' };
}

/** Those of the keys that have signed a note; none where one of them is named and has not. Throws `Malformed` for what is no note. */
async function signersOf(note: string, vkeys: readonly string[]): Promise<readonly string[]> {
  try {
    return (await openNote(note, vkeys)).verified;
  } catch (error) {
    if (error instanceof BadSignature) return [];
    throw error;
  }
}
