import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { JwsHeader } from './jws-header.ts';
import type { Signer } from './signer.ts';

/** Bytes that are encoded at a time; a multiple of three, so that the pieces can stand side by side. */
const block = 3 * 256 * 1024;

/**
 * Signs a payload as a JWS in flattened JSON (RFC 7515 §7.2.2), and gives its bytes in pieces. The payload comes as text in
 * pieces, so that it is never there as a whole beside its own base64url. Throws what the signer throws.
 */
export async function signJws(
  payload: Iterable<string>,
  signer: Signer,
  { typ, at }: { typ: string; at: Date },
): Promise<Uint8Array[]> {
  const header: JwsHeader = {
    alg: signer.algorithm,
    iat: Math.floor(at.getTime() / 1000),
    typ,
    x5c: signer.certificates.map((der) => Buffer.from(der).toString('base64')),
    'x5t#S256': createHash('sha256').update(signer.certificates[0]!).digest('base64url'),
  };
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');
  const pieces: Buffer[] = [Buffer.from(`${protectedHeader}.`)];
  for (const piece of encoded(payload)) {
    pieces.push(piece);
    // Each took some milliseconds to write, and others want to be served.
    await breathe();
  }
  const input = Buffer.concat(pieces);
  const signature = Buffer.from(await signer.sign(input)).toString('base64url');
  return [
    Buffer.from('{"payload":"'),
    input.subarray(protectedHeader.length + 1),
    Buffer.from(`","protected":"${protectedHeader}","signature":"${signature}"}\n`),
  ];
}

function* encoded(payload: Iterable<string>): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for (const piece of payload) {
    const bytes = Buffer.from(piece);
    waiting.push(bytes);
    size += bytes.length;
    if (size < block) continue;
    const whole = Buffer.concat(waiting);
    const even = size - (size % 3);
    yield base64url(whole.subarray(0, even));
    waiting = [whole.subarray(even)];
    size -= even;
  }
  yield base64url(Buffer.concat(waiting));
}

const base64url = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('base64url'), 'latin1');
