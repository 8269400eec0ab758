import type { Acknowledgement, SignedAcknowledgement } from '../../../message/acknowledgements.ts';
import { type Checkpoint, parseCheckpoint } from '../../log/checkpoint.ts';
import { Malformed } from '../../log/malformed.ts';
import { parseNote } from '../../log/signed-note.ts';
import { isEarlierTree, isSignedRightly } from '../earlier-tree.ts';
import type { Surroundings } from './surroundings.ts';
import { Wrong } from './wrong.ts';

/**
 * Whether the state of the log that was signed is an earlier one of this log, before the event of signing (`index`): then not
 * even the log's operator has changed what was logged before. A log that has been begun anew has another name, and nothing
 * is shown then; nor where the log had no checkpoint yet. Throws `Wrong`.
 */
export async function checkLogState(
  { consistency }: SignedAcknowledgement,
  { checkpoint: note }: Acknowledgement,
  index: number | undefined,
  { bundle, checkpoint }: Surroundings,
): Promise<void> {
  if (note === '') {
    if (consistency) throw new Wrong('acknowledgement_checkpoint');
    return;
  }
  const state = read(note);
  if (state.origin !== checkpoint.origin) {
    if (consistency) throw new Wrong('acknowledgement_checkpoint');
    return;
  }
  const holds =
    consistency !== undefined &&
    isEarlierTree({ checkpoint: note, consistency }, checkpoint) &&
    (index === undefined || state.size <= index) &&
    (await isSignedRightly(note, bundle.log.keys));
  if (!holds) throw new Wrong('acknowledgement_checkpoint');
}

function read(note: string): Checkpoint {
  try {
    return parseCheckpoint(parseNote(note).text);
  } catch (cause) {
    if (cause instanceof Malformed) throw new Wrong('acknowledgement_checkpoint', undefined, { cause });
    throw cause;
  }
}
