import type { StreamParameters } from '../../src/envelope/stream-format.ts';

/** Our own parameters but for the segment size: 8 bytes of plaintext in the first segment, 48 in later ones. */
export const smallSegments: StreamParameters = { hash: 'sha256', keySize: 32, segmentSize: 64 };

/** Sizes just below, at and above each border of the first segments. */
export function bordersOf(firstSize: number, laterSize: number): number[] {
  const borders = [0, firstSize, firstSize + laterSize, firstSize + 2 * laterSize];
  return borders.flatMap((border) => [border - 1, border, border + 1]).filter((size) => size >= 0);
}
