import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../delivery/message-access.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { treeOf } from '../../evidence/sequencer/known-tree.ts';
import { awaitLock } from '../../evidence/sequencer/lock.ts';
import { type LogState, readLogState } from '../../evidence/sequencer/log-state.ts';
import { openLog } from '../../evidence/sequencer/open-log.ts';
import { takeUpAnew } from '../../evidence/sequencer/take-up-anew.ts';
import { Refusal } from '../../message/refusals.ts';

export interface ReopenedLog {
  readonly log: number;
  readonly origin: string;
  readonly vkey: string;
}

type LogContext = Pick<Context, 'db' | 'logKeys'>;

/**
 * Begins a new log where the old one is closed: under a new origin, so that nobody takes the one for the other. Its first entry
 * holds the last checkpoint that is known of the old one; every event there is is taken up anew. The reason, in somebody's own
 * words, is a committed field of that entry. Refuses: not_found, in_use (the log grows).
 */
export async function reopenLog(ctx: LogContext, actor: Actor, reason: string): Promise<ReopenedLog> {
  const { db, logKeys } = ctx;
  return db.transaction(async (tx) => {
    await awaitLock(tx);
    const old = await readLogState(tx);
    if (!old) throw new Refusal('not_found', 'No log was opened yet.');
    if (old.closed === null)
      throw new Refusal('in_use', 'The log is open and grows: there is nothing to reopen.');
    const { log, origin } = await nextName(ctx, tx, old);
    await takeUpAnew(tx);
    const vkey = await openLog(tx, logKeys, {
      log,
      origin,
      actor,
      details: { ...(await lastKnown(ctx, old)) },
      personal: { reason },
    });
    return { log, origin, vkey };
  });
}

/** Numbers that were published and are forgotten by this database are not given again. */
async function nextName(
  { logKeys }: LogContext,
  tx: Queryable,
  old: LogState,
): Promise<{ log: number; origin: string }> {
  const { rows } = await tx.query<{ origin: string }>('select origin from logs where id = 1');
  for (let log = old.log + 1; ; log += 1) {
    const origin = `${rows[0]!.origin}/${log}`;
    if ((await logKeys.remembered(origin)) === undefined) return { log, origin };
  }
}

/** Of the old log's checkpoints, in the database and beside the keys, the one over the larger tree. */
async function lastKnown({ logKeys }: LogContext, { origin, checkpoint }: LogState) {
  const remembered = await logKeys.remembered(origin);
  const known = [checkpoint, remembered ?? null].filter((note) => note !== null);
  const sizes = known.map((note) => treeOf(note, '').size);
  const previousCheckpoint = known[sizes.indexOf(Math.max(...sizes))] ?? null;
  return { previousOrigin: origin, previousCheckpoint };
}
