const cr = 0x0d;
const lf = 0x0a;
const dot = 0x2e;

/** Where the last byte stood. A dot that begins a line is held back until it is known what it means. */
type Place = 'line' | 'cr' | 'begin' | 'begin after lf' | 'dot' | 'dot after lf' | 'dot cr';

/**
 * Takes the doubled dots out of a mail as it arrives, and finds its end (RFC 5321 §4.5.2): <CR><LF>.<CR><LF> and nothing
 * else. Whatever else a server might take for the end would let one mail carry a second. Lines of a sender who ends them
 * with a bare <LF> have their dots doubled as well; they never end the mail.
 */
export class DotReader {
  #place: Place = 'begin';

  /** What of the bytes is the mail's and, once it has ended, what comes behind it. */
  take(chunk: Buffer): { content: Buffer; rest?: Buffer } {
    const pieces: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#place === 'dot' || this.#place === 'dot after lf' || this.#place === 'dot cr') {
        if (this.#place === 'dot' && byte === cr) {
          this.#place = 'dot cr';
          continue;
        }
        if (this.#place === 'dot cr' && byte === lf) {
          return { content: Buffer.concat(pieces), rest: chunk.subarray(at + 1) };
        }
        const doubled = this.#place !== 'dot cr' && byte === dot;
        if (!doubled) pieces.push(Buffer.from(this.#place === 'dot cr' ? '.\r' : '.'));
        this.#place = this.#place === 'dot cr' ? 'cr' : 'line';
        from = at;
      } else if (this.#place === 'line') {
        const end = chunk.indexOf(lf, at);
        const last = (end < 0 ? chunk.length : end) - 1;
        if (last >= at && chunk[last] === cr) this.#place = 'cr';
        if (end < 0) break;
        at = end;
      }
      if (chunk[at] === dot && (this.#place === 'begin' || this.#place === 'begin after lf')) {
        pieces.push(chunk.subarray(from, at));
        this.#place = this.#place === 'begin' ? 'dot' : 'dot after lf';
      } else if (chunk[at] === lf) {
        this.#place = this.#place === 'cr' ? 'begin' : 'begin after lf';
      } else this.#place = chunk[at] === cr ? 'cr' : 'line';
    }
    const isHeld = this.#place === 'dot' || this.#place === 'dot after lf' || this.#place === 'dot cr';
    if (!isHeld) pieces.push(chunk.subarray(from));
    return { content: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) };
  }
}
