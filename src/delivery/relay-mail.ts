import { Readable } from 'node:stream';
import { associatedData, openBytes, openSecret, openStream, unwrapDataKey } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { dropRaw } from './drop-raw.ts';
import type { DeadHandler, Handler } from './job-types.ts';
import type { RelayEnvelope } from './mail-origin.ts';
import type { Mailer } from './ports.ts';
import { recordFailure } from './record-failure.ts';
import { rawPart } from './stage-message.ts';

interface Row {
  message: string;
  email: string;
  sealed: Buffer | null;
  blob: string | null;
  size: number;
  jwe: string;
}

/** Passes a mail on as it came, to one recipient to whom no rule seals it. */
export const mailRelayed =
  (ctx: Context, mailer: Mailer): Handler =>
  async (job, finish) => {
    const delivery = job.payload.delivery as string;
    const row = await find(ctx, delivery);
    const asked = job.sealed && (await openSecret(ctx.keys, 'job', delivery, job.sealed));
    if (!row || !asked) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        // How it was to be passed on is lost with the key of its seal: nobody will try again.
        if (row) await fail(ctx, tx, delivery, 'undeliverable', {});
      });
      return;
    }
    const { from, ...relayed } = JSON.parse(asked) as RelayEnvelope;
    const raw = Readable.from(whileWanted(ctx, delivery, await open(ctx, row)), { objectMode: false });
    const sent = await mailer
      .send({ from, to: row.email, raw, subject: '', text: '', relayed, about: [delivery] })
      .finally(() => raw.destroy());
    if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      const { email } = row;
      if (sent.outcome === 'handed_over') {
        await recordEvent(tx, delivery, {
          type: 'delivery.relayed',
          actor: segl(ctx),
          personal: { email, server: sent.server, reply: sent.reply },
        });
        await dropRaw(tx, row.message);
      } else {
        await fail(ctx, tx, delivery, 'refused', { email, reply: sent.reply });
      }
    });
    return;
  };

/** A mail that could not be passed on in all its tries has failed. */
export const relayDied =
  (ctx: Context): DeadHandler =>
  async (job, tx) =>
    fail(ctx, tx, job.payload.delivery as string, 'undeliverable', {});

async function fail(
  ctx: Context,
  tx: Queryable,
  delivery: string,
  reason: 'refused' | 'undeliverable',
  personal: Record<string, string>,
): Promise<void> {
  await recordEvent(tx, delivery, {
    type: 'delivery.relay_failed',
    actor: segl(ctx),
    details: { reason },
    reason,
    personal,
  });
  await recordFailure(tx, delivery, 'relay_failed', reason);
  const { rows } = await tx.query<{ message: string }>(
    'select message_id as message from deliveries where id = $1',
    [delivery],
  );
  if (rows[0]) await dropRaw(tx, rows[0].message);
}

async function find({ db }: Context, delivery: string): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select d.message_id as message, d.email, p.sealed, p.blob, p.size, w.jwe
      from deliveries d
        join parts p on p.message_id = d.message_id and p.part = ${rawPart}
        join wraps w on w.message_id = d.message_id and w.delivery_id is null
      where d.id = $1 and d.status = 'sent' and d.reason = 'not_secured'`,
    [delivery],
  );
  return rows[0];
}

/** Breaks the mail off where its delivery ends while it leaves, as by being erased: the next server then takes nothing. */
async function* whileWanted(
  { db }: Context,
  delivery: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const { rows } = await db.query({
      name: 'relay-wanted',
      text: `select from deliveries where id = $1 and status = 'sent'`,
      values: [delivery],
    });
    if (rows.length === 0) throw new Error('the delivery ended while its mail left');
    yield chunk;
  }
}

async function open(
  ctx: Context,
  { message, sealed, blob, size, jwe }: Row,
): Promise<AsyncIterable<Uint8Array> | [Buffer]> {
  const dataKey = await unwrapDataKey(ctx.keys, jwe, { message, delivery: null });
  const data = associatedData(message, rawPart);
  if (sealed) return [openBytes(dataKey, data, sealed)];
  return openStream(dataKey, data, size, (from, to) => ctx.blobs.read(blob!, from, to));
}
