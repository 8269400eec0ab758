import type { SMTPServerDataStream } from 'smtp-server';

/** Milliseconds between two looks. */
const interval = 5_000;
/** Bytes that must have come between two looks: a slow modem brings ten times as much. */
const least = 1024;

interface Reception {
  readonly stream: SMTPServerDataStream;
  readonly connection: string;
  seen: number;
  poor: number;
}

/** Finds connections whose mail trickles in so slowly that it only holds us. A mail that waits for us is not slow. */
export class SlowWatch {
  readonly #receptions = new Set<Reception>();
  readonly #timer: NodeJS.Timeout;

  /** `after`: seconds of trickling that are borne. */
  constructor(cut: (connection: string) => void, after = 60) {
    const step = Math.min(interval, (after * 1000) / 3);
    const looks = (after * 1000) / step;
    this.#timer = setInterval(() => {
      for (const each of this.#receptions) {
        const { stream } = each;
        const waitsForUs = stream.writableNeedDrain || stream.writableEnded;
        each.poor =
          waitsForUs || stream.byteLength - each.seen >= (least * step) / interval ? 0 : each.poor + 1;
        each.seen = stream.byteLength;
        if (each.poor >= looks) cut(each.connection);
      }
    }, step);
    this.#timer.unref();
  }

  /** Until the mail has ended, also when it is refused before. */
  follow(stream: SMTPServerDataStream, connection: string): void {
    const reception = { stream, connection, seen: 0, poor: 0 };
    this.#receptions.add(reception);
    stream.once('close', () => this.#receptions.delete(reception));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
