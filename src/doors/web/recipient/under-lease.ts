import type { Response } from 'express';
import type { DownloadLease, DownloadLeases } from '../../../delivery/download-leases.ts';
import { Refusal } from '../../../message/refusals.ts';

/**
 * Lets a page with content leave only while its delivery stands: what still waits for a slow reader when the delivery ends
 * never arrives. The connection is reset, so that a cut is no clean end. To be called before the first byte.
 */
export function holdUnderLease(response: Response, leases: DownloadLeases, delivery: string): void {
  const lease = leases.hold(delivery);
  const cut = () => void response.socket?.resetAndDestroy();
  lease.lost.addEventListener('abort', cut);
  response.once('close', () => {
    lease.lost.removeEventListener('abort', cut);
    lease.release();
  });
}

/** What a client sends, as long as the delivery stands. Refuses gone as soon as it does not: nothing more is taken. */
export async function* takenUnderLease(
  source: AsyncIterable<Uint8Array>,
  { lost }: DownloadLease,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  let cut: () => void = () => undefined;
  const onLost = () => cut();
  lost.addEventListener('abort', onLost);
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        cut = () => reject(new Refusal('gone'));
        if (lost.aborted) cut();
        else chunks.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    lost.removeEventListener('abort', onLost);
    // Not awaited: a client that sends nothing more would hold it up.
    chunks.return?.().catch(() => undefined);
  }
}
