import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import canonicalize from 'canonicalize';
import { checkpointText } from '../../src/evidence/log/checkpoint.ts';
import { formatEntryBundle } from '../../src/evidence/log/entry-bundle.ts';
import { keyIdOf, vkeyOf } from '../../src/evidence/log/log-key.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../src/evidence/log/merkle-tree.ts';
import { leafHash } from '../../src/evidence/log/hashes.ts';
import { type NoteSigner, signNote } from '../../src/evidence/log/signed-note.ts';
import { tilePath } from '../../src/evidence/log/tile-path.ts';
import { tileWidth } from '../../src/evidence/log/tile-reader.ts';

export const testOrigin = 'mail.example/log';

export interface TestKey extends NoteSigner {
  readonly vkey: string;
  readonly privateKey: KeyObject;
}

/** A key for notes: a fresh one, or that of a private key's 32 bytes. */
export function noteKey(name = testOrigin, seed?: Uint8Array): TestKey {
  // RFC 8410: the one form of an Ed25519 key in PKCS #8.
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const privateKey = seed
    ? createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' })
    : generateKeyPairSync('ed25519').privateKey;
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    name,
    privateKey,
    keyId: keyIdOf(name, publicKey),
    vkey: vkeyOf(name, publicKey),
    sign: (text) => sign(null, text, privateKey),
  };
}

const hex = (n: number): string => n.toString(16).padStart(12, '0');
export const eventId = (n: number): string => `01900000-0000-7000-8000-${hex(n)}`;
export const deliveryId = (n: number): string => `4d000000-0000-4000-8000-${hex(n)}`;
const firstMoment = Date.UTC(2026, 0, 31, 12);

/** An event as the log has it: the `n`th, of a delivery that has `ofDelivery` events. */
export function testEvent(n: number, changes: object = {}, ofDelivery = 5): Record<string, unknown> {
  const delivery = Math.floor(n / ofDelivery);
  return {
    id: eventId(n),
    v: 1,
    type: 'delivery.link_followed',
    at: `${new Date(firstMoment + n * 20).toISOString().slice(0, -1)}${String(n % 1000).padStart(3, '0')}Z`,
    message: `5e000000-0000-4000-8000-${hex(delivery)}`,
    delivery: deliveryId(delivery),
    seq: (n % ofDelivery) + 1,
    actor: { kind: 'recipient', id: deliveryId(delivery) },
    details: n % 2 === 0 ? {} : { channel: 'mail', tries: n % 7 },
    commitment: Buffer.alloc(32, n % 251).toString('base64'),
    ...changes,
  };
}

export const entryOf = (event: object): Uint8Array => new TextEncoder().encode(canonicalize(event));

export const testEntries = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, n) => entryOf(testEvent(n)));

/** The files of a log, by their paths: what C2SP tlog-tiles serves. */
export async function logFiles(
  entries: readonly Uint8Array[],
  signers: readonly NoteSigner[],
  origin = testOrigin,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const levels: Uint8Array[][] = [entries.map(leafHash)];
  const edge = appendLeaves(emptyEdge, levels[0]!, (level, index, hash) => {
    (levels[level] ??= [])[index] = hash;
  });
  levels.forEach((hashes, level) => {
    for (let at = 0; at < hashes.length; at += tileWidth) {
      const tile = hashes.slice(at, at + tileWidth);
      files.set(tilePath({ level, index: at / tileWidth, width: tile.length }), Buffer.concat(tile));
    }
  });
  for (let at = 0; at < entries.length; at += tileWidth) {
    const bundle = entries.slice(at, at + tileWidth);
    files.set(
      tilePath({ level: 'entries', index: at / tileWidth, width: bundle.length }),
      formatEntryBundle(bundle),
    );
  }
  const text = checkpointText({ origin, size: edge.size, root: edgeRoot(edge) });
  files.set('checkpoint', new TextEncoder().encode(await signNote(text, signers)));
  return files;
}

export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
