import { once } from 'node:events';
import type { Transform } from 'node:stream';
import type { MimeNode } from '@zone-eu/mailsplit';
import { Refusal } from '../../../message/refusals.ts';

/** Takes the encoded bytes of one part as they arrive. */
export interface Leaf {
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves once the part is wholly taken in. */
  end(): Promise<void>;
  /** The mail broke off: lets go. */
  abandon(error: Error): void;
}

/** Hands the decoded content to `take`, no faster than it takes it. */
export function streamedLeaf(
  node: MimeNode,
  take: (content: AsyncIterable<Uint8Array>) => Promise<void>,
): Leaf {
  return pumped(node.getDecoder(), take);
}

/** The same for bytes that are taken as they stand. */
export function pumped(
  through: Transform,
  take: (content: AsyncIterable<Uint8Array>) => Promise<void>,
): Leaf {
  const taken = take(through);
  // Seen when the next chunk is written, or at the end.
  taken.catch(() => undefined);
  return {
    async write(chunk) {
      if (through.write(chunk)) return;
      const waiting = new AbortController();
      await Promise.race([once(through, 'drain', { signal: waiting.signal }), taken]).finally(() =>
        waiting.abort(),
      );
    },
    async end() {
      through.end();
      await taken;
    },
    abandon(error) {
      through.on('error', () => undefined);
      through.destroy(error);
    },
  };
}

/** Gathers decoded content up to `most` bytes, then gives it whole. Refuses too_large beyond. */
export function gatheredLeaf(
  node: MimeNode,
  most: number,
  take: (content: Buffer) => Promise<void> | void,
): Leaf {
  return streamedLeaf(node, async (content) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      if (size > most) {
        throw new Refusal(
          'too_large',
          `The text is larger than ${Math.floor(most / 1024 / 1024)} MiB. Send it as an attachment.`,
        );
      }
      chunks.push(chunk);
    }
    await take(Buffer.concat(chunks));
  });
}
