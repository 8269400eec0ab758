import type { Context } from '../../delivery/context.ts';
import type { Handler } from '../../delivery/job-types.ts';
import type { Searcher } from '../evidence/search.ts';
import { exportDays, findExport } from './exports.ts';

/** Deletes a file at once, also one that is being made. Refuses not_found. */
export async function deleteExport(ctx: Context, searcher: Searcher, id: string): Promise<void> {
  await findExport(ctx.db, searcher, id);
  await remove(ctx, id);
}

/** Deletes files whose days are over. */
export const sweepExports =
  (ctx: Context): Handler =>
  async () => {
    const { rows } = await ctx.db.query<{ id: string }>(
      `select id from exports where made_at < now() - interval '${exportDays} days' limit 100`,
    );
    for (const { id } of rows) await remove(ctx, id);
  };

/** The row goes with its key: what is left of the blobs then opens to nobody, and the sweep of blobs deletes it. */
async function remove({ db, blobs }: Context, id: string): Promise<void> {
  const { rows } = await db.query<{ blob: string }>(
    `with part as (select blob from export_parts where export = $1 for update),
      staged as (insert into staged_blobs (key, staged_at) select blob, '-infinity' from part returning key),
      gone as (delete from exports where id = $1)
      select key as blob from staged`,
    [id],
  );
  for (const { blob } of rows) {
    await blobs.delete(blob);
    await db.query('delete from staged_blobs where key = $1', [blob]);
  }
}
