import { awaitLog } from '../evidence/bundle/await-log.ts';
import { type About, type Gathered, gatherEvidence } from '../evidence/bundle/gather-evidence.ts';
import { inSnapshot } from '../evidence/bundle/in-snapshot.ts';
import { bundleType } from '../evidence/bundle/jws-header.ts';
import { signJws } from '../evidence/bundle/sign-jws.ts';
import { writeBundle } from '../evidence/bundle/write-bundle.ts';
import type { Actor } from '../evidence/record-event.ts';
import { type PlainEventDraft, recordPlainEvent } from '../evidence/record-plain-event.ts';
import type { EventType } from '../message/event-types.ts';
import { Refusal } from '../message/refusals.ts';
import { readAcknowledgements } from './acknowledgements/read-acknowledgements.ts';
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
  const kind = format === 'pdf' ? 'pdf' : delivery === undefined ? 'bundle' : 'receipt';
  const event = { type: 'export.made', actor, message, details: { kind } } as const;
  for (let left = tries; left > 0; left -= 1) {
    await awaitLog(ctx.db, message, delivery);
    const { proof, erasures } = await turns.run(async () => {
      const gathered = await inSnapshot(ctx.db, async (tx) =>
        gatherEvidence(tx, about, await readAcknowledgements(ctx, tx, about)),
      );
      return { proof: await makers[format](ctx, gathered, made), erasures: erasuresIn(gathered) };
    });
    if (await recordUnlessErased(ctx, about, erasures, event)) return proof;
  }
  throw new Refusal('not_logged_yet', 'Something of this message was just erased. Try again in a moment.');
}

/** Times that it is made anew because something was erased while it was made. */
const tries = 3;

const erasing: readonly string[] = ['delivery.erased', 'message.erased'] satisfies EventType[];

const erasuresIn = ({ events }: Gathered): number =>
  events.filter(({ event }) => erasing.includes(event.type)).length;

/**
 * Records that it is handed out, unless something was erased since it was gathered: what was made then discloses it, and stays
 * here. An erasure and this take turns, so that whatever leaves was handed out before.
 */
const recordUnlessErased = (
  { db }: Context,
  { message, delivery }: About,
  known: number,
  event: PlainEventDraft,
): Promise<boolean> =>
  db.transaction(async (tx) => {
    await tx.query('select from messages where id = $1 for share', [message]);
    const { rows } = await tx.query<{ erasures: number }>(
      `select count(*)::int as erasures from events
        where message = $1 and type = any ($2::text[]) and ($3::uuid is null or delivery is null or delivery = $3)`,
      [message, erasing, delivery ?? null],
    );
    if (rows[0]!.erasures !== known) return false;
    await recordPlainEvent(tx, event);
    return true;
  });

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
