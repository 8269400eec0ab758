import type { Readable } from 'node:stream';
import { Dicer } from '@fastify/busboy';
import { Refusal } from '../../message/refusals.ts';

/** One part of a multipart body. `headers` by lower-case name, with the first value of each. */
export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  /** To be read before the next part is asked for; what is left unread is thrown away. */
  readonly body: AsyncIterable<Buffer>;
}

const unreadable = (detail: string) =>
  new Refusal('malformed', `The multipart body could not be read: ${detail}.`);

/** Bytes of a part's headers, and how many of them. */
const headerLimits = { maxHeaderSize: 16 * 1024, maxHeaderPairs: 20 };

/**
 * The parts of a multipart body (RFC 2046 §5.1) in their order, none left out: what the parser would skip is refused.
 * Pulled by the reader of the bodies, with a few chunks in memory. Refuses malformed; an error of the source goes through.
 */
export async function* readParts(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const dicer = new Dicer({ boundary, autoDestroy: false, ...headerLimits } as Dicer.Config);
  const open = new Set<Readable>();
  const arrived: { headers: Part['headers']; stream: Readable }[] = [];
  let started = 0;
  let headed = 0;
  let ended = false;
  let stopped = false;
  let failure: Error | undefined;
  let wake = () => {};
  /** Ends the wait for a write that hangs on a part which nobody will read. */
  let release = () => {};

  const fail = (error: Error) => {
    failure ??= error;
    for (const stream of open) stream.destroy(failure);
    release();
    wake();
  };
  const checkHeaders = () => {
    if (started !== headed) fail(unreadable('a part has no headers'));
  };
  dicer.on('part', (stream: Readable) => {
    checkHeaders();
    started += 1;
    open.add(stream);
    stream.on('error', () => {});
    stream.once('close', () => open.delete(stream));
    stream.once('header', (header: Record<string, string[]>) => {
      headed += 1;
      const headers = Object.fromEntries(
        Object.entries(header).map(([name, values]) => [name, utf8(values[0]!)]),
      );
      arrived.push({ headers, stream });
      wake();
    });
  });
  dicer.on('finish', () => {
    checkHeaders();
    ended = true;
    wake();
  });
  dicer.on('error', () => fail(unreadable('it ends before its closing boundary')));

  // The parser ends a broken part with an error of its own; what is to blame is known here.
  const bodyOf = async function* (stream: Readable): AsyncGenerator<Buffer> {
    try {
      yield* stream;
    } catch (error) {
      throw failure ?? error;
    }
  };

  const feed = async () => {
    for await (const chunk of source) {
      if (stopped || failure) return;
      await new Promise<void>((resolve) => {
        release = resolve;
        dicer.write(chunk, () => resolve());
      });
    }
    dicer.end();
  };
  feed().catch(fail);

  try {
    for (;;) {
      const part = arrived.shift();
      if (failure) throw failure;
      if (part) {
        yield { headers: part.headers, body: bodyOf(part.stream) };
        part.stream.resume();
      } else if (ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stopped = true;
    release();
  }
}

/** The parser gives header values byte by byte; browsers and libraries write them in UTF-8. */
const utf8 = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
