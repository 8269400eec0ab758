import { awaitLog } from '../evidence/bundle/await-log.ts';
import { type About, type Gathered, gatherEvidence } from '../evidence/bundle/gather-evidence.ts';
import { inSnapshot } from '../evidence/bundle/in-snapshot.ts';
import { bundleType } from '../evidence/bundle/jws-header.ts';
import { signJws } from '../evidence/bundle/sign-jws.ts';
import { writeBundle } from '../evidence/bundle/write-bundle.ts';
import type { Actor } from '../evidence/record-event.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import type { Context } from './context.ts';
import { type ProofSummary, summarize } from './proof-summary.ts';
import { Turns } from './turns.ts';

export type { ProofSummary };

/** What can be handed out. */
export interface Proofs {
  /** The evidence file (docs/bundle.md), in pieces. */
  readonly json: { readonly bytes: readonly Uint8Array[] };
  /** What it says, to be written down for people. */
  readonly pdf: ProofSummary;
}

/**
 * Puts together what proves a message, or one delivery of it, and records that it is handed out, by whom: when this returns,
 * that event is durable, and nothing has left yet. Whoever calls has asked whether they may. Refuses not_logged_yet,
 * overloaded.
 */
export async function handOut<Format extends keyof Proofs>(
  ctx: Context,
  about: About,
  actor: Actor,
  format: Format,
  made = new Date(),
): Promise<Proofs[Format]> {
  const { message, delivery } = about;
  await awaitLog(ctx.db, message, delivery);
  const proof = await turns.run(async () => {
    const gathered = await inSnapshot(ctx.db, (tx) => gatherEvidence(tx, about));
    return makers[format](ctx, gathered, made);
  });
  const kind = format === 'pdf' ? 'pdf' : delivery === undefined ? 'bundle' : 'receipt';
  await recordPlainEvent(ctx.db, { type: 'export.made', actor, message, details: { kind } });
  return proof;
}

/** Of a message to a thousand people a bundle takes some 130 MB while it is made. */
const turns = new Turns({ atOnce: 2, waiting: 100 });

type Makers = {
  readonly [Format in keyof Proofs]: (
    ctx: Context,
    gathered: Gathered,
    made: Date,
  ) => Promise<Proofs[Format]>;
};

const makers: Makers = {
  async json(ctx, gathered, made) {
    const { organisation, url, installation } = ctx.settings;
    const bundle = writeBundle(gathered, { organisation, url, installation }, made);
    return { bytes: await signJws(bundle, await ctx.signer(), { typ: bundleType, at: made }) };
  },
  pdf: async (ctx, gathered, made) => summarize(gathered, await ctx.signer(), made),
};
