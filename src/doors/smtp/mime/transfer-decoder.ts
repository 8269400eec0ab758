/** Undoes a transfer encoding segment by segment. What comes out does not depend on how the bytes are cut. */
export interface TransferDecoder {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

/** For a Content-Transfer-Encoding in lower case (RFC 2045 §6); an unknown one is left as it is. Never throws. */
export function transferDecoder(encoding: string): TransferDecoder {
  if (encoding === 'base64') return new Base64Decoder();
  if (encoding === 'quoted-printable') return new QuotedPrintableDecoder();
  return { write: (bytes) => bytes, end: () => nothing };
}

const nothing = Buffer.alloc(0);

const isDigit = new Uint8Array(256);
for (const each of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'))
  isDigit[each] = 1;
const padding = 0x3d;

/** RFC 2045 §6.8: other characters are no content. Padding ends a run of four; another may follow it. */
class Base64Decoder implements TransferDecoder {
  /** Up to three digits that wait for the fourth. */
  #left = '';

  write(bytes: Buffer): Buffer {
    const digits = Buffer.allocUnsafe(bytes.length);
    const done: Buffer[] = [];
    let length = 0;
    const take = (whole: boolean) => {
      const text = this.#left + digits.toString('latin1', 0, length);
      const end = whole ? text.length : text.length - (text.length % 4);
      length = 0;
      this.#left = text.slice(end);
      if (end > 0) done.push(Buffer.from(text.slice(0, end), 'base64'));
    };
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i]!;
      if (isDigit[byte]) digits[length++] = byte;
      else if (byte === padding) take(true);
    }
    take(false);
    return done.length === 1 ? done[0]! : Buffer.concat(done);
  }

  end(): Buffer {
    return Buffer.from(this.#left, 'base64');
  }
}

const equals = 0x3d;
const cr = 0x0d;
const lf = 0x0a;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;
const hexOf = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/** A line's trailing blanks beyond these are content after all: no line has so many (RFC 2045 §6.7: 76 characters). */
const mostBlanks = 1000;

/** RFC 2045 §6.7: blanks at the end of a line were added on the way; an escape that is none stays as it stands. */
class QuotedPrintableDecoder implements TransferDecoder {
  /** What may be the beginning of an escape, or blanks that may end a line. */
  #left: Buffer = nothing;

  write(segment: Buffer): Buffer {
    return this.#decode(segment, false);
  }

  end(): Buffer {
    return this.#decode(nothing, true);
  }

  #decode(segment: Buffer, final: boolean): Buffer {
    const bytes = this.#left.length > 0 ? Buffer.concat([this.#left, segment]) : segment;
    this.#left = nothing;
    const out = Buffer.allocUnsafe(bytes.length);
    let length = 0;
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte !== equals && !isBlank(byte)) {
        out[length++] = byte;
        at += 1;
        continue;
      }
      const blanksFrom = byte === equals ? at + 1 : at;
      let end = blanksFrom;
      while (end < bytes.length && isBlank(bytes[end]!) && end - blanksFrom < mostBlanks) end += 1;
      const next = bytes[end];
      const long = end - blanksFrom === mostBlanks;
      const undecided = next === undefined || (next === cr && end + 1 === bytes.length);
      const hexUndecided = byte === equals && end === at + 1 && hexOf(next) >= 0 && end + 1 === bytes.length;
      if (!final && !long && (undecided || hexUndecided)) {
        this.#left = bytes.subarray(at);
        break;
      }
      const endsLine =
        !long && (next === undefined || next === lf || (next === cr && (bytes[end + 1] ?? lf) === lf));
      if (endsLine && byte === equals) at = end + (next === undefined ? 0 : next === lf ? 1 : 2);
      else if (endsLine) at = end;
      else if (byte === equals && hexOf(bytes[at + 1]) >= 0 && hexOf(bytes[at + 2]) >= 0) {
        out[length++] = hexOf(bytes[at + 1]) * 16 + hexOf(bytes[at + 2]);
        at += 3;
      } else {
        const stays = byte === equals ? at + 1 : end;
        length += bytes.copy(out, length, at, stays);
        at = stays;
      }
    }
    return out.subarray(0, length);
  }
}
