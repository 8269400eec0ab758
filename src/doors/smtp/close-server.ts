import { setTimeout as delay } from 'node:timers/promises';
import type { SMTPServerDataStream } from 'smtp-server';
import type { GatewayServer } from './server.ts';

export interface Closing {
  readonly server: GatewayServer;
  /** Each mail from its first byte until we know what became of it. */
  readonly underWay: Map<SMTPServerDataStream, Promise<unknown>>;
}

/** Milliseconds that a mail gets to arrive, and after that, what has arrived to be stored. */
const patience = 3_000;

/**
 * Ends the server without halving a mail: what arrives in time is answered, what does not is refused with 421 and let go.
 */
export async function closeServer({ server, underWay }: Closing): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.stop();
  await within(patience, Promise.allSettled(underWay.values()));
  for (const each of server.all()) if (each.isReceiving) each.sayStopping();
  for (const stream of underWay.keys()) if (!stream.writableEnded) stream.destroy();
  await within(patience, Promise.allSettled(underWay.values()));
  for (const each of server.all()) each.sayStopping();
  // A client that still listens closes its end at once.
  await within(1_000, closed);
}

async function within(most: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([work, delay(most, undefined, { signal: waiting.signal }).catch(() => undefined)]);
  waiting.abort();
}
