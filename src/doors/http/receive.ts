import type { Request } from 'express';
import { countDropped } from './young-garbage.ts';

/** The client went away before its request was complete. */
export class UploadCut extends Error {
  override readonly name = 'UploadCut';
}

export class UploadTooSlow extends Error {
  override readonly name = 'UploadTooSlow';
}

export interface UploadPace {
  /** Seconds that are looked at together; only those count in which we waited for the client. */
  readonly windowSeconds: number;
  /** Bytes a second, on average over the window. */
  readonly leastBytesPerSecond: number;
}

export const uploadPace: UploadPace = { windowSeconds: 60, leastBytesPerSecond: 1024 };

/**
 * The body of a request as it arrives. Node's own limit of time for a whole request would cut a long upload, so a least
 * pace stands in its place: throws `UploadTooSlow` below it and `UploadCut` when the client goes away. A reader that
 * stops early leaves the connection able to carry an answer.
 */
export async function* receive(req: Request, pace: UploadPace = uploadPace): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = req.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  const watch = new PaceWatch(pace);
  try {
    for (;;) {
      const next = await watch.wait(() => chunks.next());
      if (next.done) break;
      watch.count(next.value.length);
      yield next.value;
      countDropped(next.value.length);
    }
  } catch (error) {
    throw error instanceof UploadTooSlow
      ? error
      : new UploadCut('The upload broke off before its end', { cause: error });
  } finally {
    watch.end();
    // Not awaited: while a chunk is still asked for, this resolves only when that one has come. What then still
    // arrives is thrown away, so that a client that is busy sending comes to read its answer.
    Promise.resolve(chunks.return?.()).then(
      () => req.resume(),
      () => {},
    );
  }
  if (!req.complete) throw new UploadCut('The upload broke off before its end');
}

/** Measures how long we wait for a client and how much it sends meanwhile. */
class PaceWatch {
  readonly #pace: UploadPace;
  readonly #timer: NodeJS.Timeout;
  #waitedMs = 0;
  #bytes = 0;
  #waitingSince: number | undefined;
  #giveUp: ((error: Error) => void) | undefined;

  constructor(pace: UploadPace) {
    this.#pace = pace;
    this.#timer = setInterval(() => this.#judge(), (pace.windowSeconds * 1000) / 60);
  }

  wait<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waitingSince = performance.now();
    return new Promise<Result>((resolve, reject) => {
      this.#giveUp = reject;
      work().then(resolve, reject);
    }).finally(() => this.#account());
  }

  count(bytes: number): void {
    this.#bytes += bytes;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #account(): void {
    const now = performance.now();
    if (this.#waitingSince !== undefined) this.#waitedMs += now - this.#waitingSince;
    this.#waitingSince = undefined;
  }

  #judge(): void {
    if (this.#waitingSince === undefined) return;
    this.#account();
    this.#waitingSince = performance.now();
    const { windowSeconds, leastBytesPerSecond } = this.#pace;
    if (this.#waitedMs < windowSeconds * 1000) return;
    if (this.#bytes < windowSeconds * leastBytesPerSecond) {
      this.#giveUp?.(
        new UploadTooSlow(
          `Less than ${leastBytesPerSecond} bytes a second arrived for ${windowSeconds} seconds. Send the request again.`,
        ),
      );
    }
    this.#waitedMs = 0;
    this.#bytes = 0;
  }
}
