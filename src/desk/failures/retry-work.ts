import type { Context } from '../../delivery/context.ts';
import { endFailures, type FailureKeeper, readWord } from './close-failures.ts';

/**
 * Has given-up work tried again from its beginning, and closes the failures that tell of it. Resolves to how many. Work whose
 * secret was dropped when it was given up is passed over. Refuses: invalid (field `word`), not_found, already_closed (nothing
 * was left that can be tried again).
 */
export async function retryWork(
  ctx: Context,
  keeper: FailureKeeper,
  ids: readonly string[],
  word: string,
): Promise<number> {
  const said = readWord(word);
  const count = await ctx.db.transaction(async (tx) => {
    const retried = await endFailures(
      ctx,
      tx,
      keeper,
      { ids },
      {
        word: said,
        closing: 'retried',
        also: `f.repeatable and exists (select from jobs j where j.id = f.job_id and j.dead_at is not null)`,
      },
    );
    await tx.query(
      `update jobs set dead_at = null, attempts = 0, last_error = null, run_at = clock_timestamp()
        where id = any ($1::bigint[]) and dead_at is not null`,
      [retried.flatMap(({ job }) => job ?? [])],
    );
    return retried.length;
  });
  ctx.wake();
  return count;
}
