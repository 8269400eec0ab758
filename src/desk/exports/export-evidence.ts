import type { Context } from '../../delivery/context.ts';
import type { Actor, Details } from '../../evidence/record-event.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { termFields } from '../evidence/term-fields.ts';
import type { EvidenceQuery } from './evidence-rows.ts';
import { LineCount } from './line-ends.ts';
import { headOf, readEvidence } from './read-evidence.ts';
import { currentTree, type SignedTree } from './tree.ts';

/** Exports that one process streams at once. */
const mostAtOnce = 3;
let running = 0;

export interface StreamedExport {
  /** Indices of the entries that it goes through: from `from` to before `size`. */
  readonly from: number;
  readonly size: number;
  bytes(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** From where to where: after the entry of an index, and before that of another. Absent: from the first, to the last. */
export interface ExportRange {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
}

/**
 * Begins an export, which is evidence from here on (`export.made`), and gives its bytes as they are taken: the head where it
 * begins with the first entry, and a line for each event, in the order of the log. Refuses overloaded: others are running.
 */
export async function exportEvidence(
  ctx: Context,
  actor: Actor,
  query: EvidenceQuery,
  { after, before }: ExportRange,
): Promise<StreamedExport> {
  if (running >= mostAtOnce) throw new Refusal('overloaded', 'Other exports are running. Try again shortly.');
  const tree = await currentTree(ctx.db);
  const from = after === undefined ? 0 : after + 1;
  const size = Math.min(tree.size, before ?? tree.size);
  const bounded: SignedTree = { ...tree, size };
  await recordExport(ctx.db, actor, query, { via: 'api', log: tree.log, from, size });
  return {
    from,
    size,
    async *bytes(signal) {
      if (running >= mostAtOnce)
        throw new Refusal('overloaded', 'Other exports are running. Try again shortly.');
      running += 1;
      try {
        if (from === 0) yield headOf(query.format, query.delimiter);
        yield* readEvidence(ctx.db, query, bounded, from, new LineCount(), signal);
      } finally {
        running -= 1;
      }
    },
  };
}

/** Records that evidence is handed out; what it is narrowed to is personal. Gives the event's id. */
export const recordExport = (
  db: Queryable,
  actor: Actor,
  { format, terms, units }: Pick<EvidenceQuery, 'format' | 'terms' | 'units'>,
  details: Details,
): Promise<string> =>
  recordPlainEvent(db, {
    type: 'export.made',
    actor,
    details: { ...details, format },
    personal: { terms: termFields(terms), units: units && [...units] },
  });
