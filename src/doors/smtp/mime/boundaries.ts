import type { Part } from './part.ts';

/** A line that ends one part and, unless `closes`, begins the next one of `multipart`. */
export interface Delimiter {
  readonly multipart: Part;
  readonly closes: boolean;
}

/** Delimiter lines beyond this many bytes are none; RFC 2046 §5.1.1 gives a boundary 70. */
export const longestDelimiter = 2048;
const longestBoundary = 1000;

interface Open {
  readonly multipart: Part;
  /** A byte a character. `undefined`: the header does not say; the first line that looks like one will do. */
  boundary: string | undefined;
  /** An outer multipart with the same boundary, hidden as long as this one is open. */
  hidden: Open | undefined;
}

/**
 * The multiparts that are open at one place of a mail. A delimiter of any of them counts, and ends those within it
 * (RFC 2046 §5.1.2): the closing line of an inner one is often missing.
 */
export class Boundaries {
  readonly #open: Open[] = [];
  readonly #byBoundary = new Map<string, Open>();

  get none(): boolean {
    return this.#open.length === 0;
  }

  enter(multipart: Part): void {
    const bytes = multipart.boundary && Buffer.from(multipart.boundary).toString('latin1').trimEnd();
    const open: Open = { multipart, boundary: undefined, hidden: undefined };
    this.#open.push(open);
    if (bytes && bytes.length <= longestBoundary) this.#name(open, bytes);
  }

  /** What the line is, its break included; a delimiter leaves the multiparts that it ends. */
  take(line: Buffer): Delimiter | undefined {
    if (line.length > longestDelimiter || line[0] !== 0x2d || line[1] !== 0x2d) return undefined;
    const said = line.toString('latin1', 2).trimEnd();
    const open = this.#byBoundary.get(said);
    if (open) return this.#reach(open, false);
    const closing = said.endsWith('--') ? this.#byBoundary.get(said.slice(0, -2)) : undefined;
    if (closing) return this.#reach(closing, true);
    const unsaid = this.#open.at(-1);
    if (!unsaid || unsaid.boundary !== undefined || !/^[^\s-]\S{0,69}$/.test(said) || said.endsWith('--'))
      return undefined;
    this.#name(unsaid, said);
    return { multipart: unsaid.multipart, closes: false };
  }

  #reach(open: Open, closes: boolean): Delimiter {
    while (this.#open.at(-1) !== open) this.#leave();
    if (closes) this.#leave();
    return { multipart: open.multipart, closes };
  }

  #name(open: Open, boundary: string): void {
    open.boundary = boundary;
    open.hidden = this.#byBoundary.get(boundary);
    this.#byBoundary.set(boundary, open);
  }

  #leave(): void {
    const { boundary, hidden } = this.#open.pop()!;
    if (boundary === undefined) return;
    if (hidden) this.#byBoundary.set(boundary, hidden);
    else this.#byBoundary.delete(boundary);
  }
}
