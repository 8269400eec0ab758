import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../delivery/context.ts';
import { enqueueJob } from '../../delivery/enqueue-job.ts';
import { newFileKey } from '../../delivery/sealed-file.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Searcher } from '../evidence/search.ts';
import type { ExportFormat } from './columns.ts';
import type { EvidenceQuery } from './evidence-rows.ts';
import { recordExport } from './export-evidence.ts';
import { currentTree } from './tree.ts';

/** Exports of one person, and of everybody, that may be under way. */
const underWay = { person: 3, all: 20 } as const;

/** Of PostgreSQL's advisory locks. */
const countingLock = 0x5e91_000a;

export interface ExportWish {
  readonly terms: EvidenceQuery['terms'];
  readonly format: ExportFormat;
}

/**
 * Asks for a file of evidence, which is made in the background from the tree that stands now, and is evidence itself
 * (`export.made`). Refuses budget_spent: too many are under way.
 */
export async function makeExport(
  ctx: Context,
  { actor, units }: Searcher,
  { terms, format }: ExportWish,
): Promise<string> {
  const id = uuidv7();
  const { kid, jwe } = await newFileKey(ctx, id);
  return ctx.db.transaction(async (tx) => {
    // Counted one after the other: two at once would each see room for one.
    await tx.query('select pg_advisory_xact_lock($1)', [countingLock]);
    const { rows } = await tx.query<{ own: number; all: number }>(
      `select count(*) filter (where person_id = $1) as own, count(*) as all from exports
        where state in ('waiting', 'working')`,
      [actor.id],
    );
    if (rows[0]!.own >= underWay.person || rows[0]!.all >= underWay.all) {
      throw new Refusal('budget_spent', 'Other exports are still being made. Wait until one is done.');
    }
    const { log, size, checkpoint } = await currentTree(tx);
    const event = await recordExport(
      tx,
      actor,
      { format, terms, units },
      { via: 'desk', export: id, log, from: 0, size },
    );
    await tx.query(
      `insert into exports (id, event, person_id, units, format, log, size, last, checkpoint, kid, jwe)
        values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)`,
      [id, event, actor.id, units && [...units], format, log, size, checkpoint, kid, jwe],
    );
    await enqueueJob(tx, { kind: 'export', payload: { export: id } });
    return id;
  });
}
