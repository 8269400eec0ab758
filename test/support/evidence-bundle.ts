/**
 * Evidence bundles put together step by step, so that a test can put a wrong thing into each step and sign all that follows
 * as it should be: what is found is then that thing alone.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { etsiEvidence } from '../../src/evidence/bundle/etsi-evidence.ts';
import { type Bundle, bundleFormat, type Evidence, type Opening } from '../../src/evidence/bundle/format.ts';
import { bundleType } from '../../src/evidence/bundle/jws-header.ts';
import type { LoggedEvent } from '../../src/evidence/bundle/logged-event.ts';
import { signJws } from '../../src/evidence/bundle/sign-jws.ts';
import type { Signer } from '../../src/evidence/bundle/signer.ts';
import { commitmentOf, type PersonalFields } from '../../src/evidence/commitment.ts';
import { encodeBase64 } from '../../src/evidence/log/base64.ts';
import { checkpointText } from '../../src/evidence/log/checkpoint.ts';
import { leafHash } from '../../src/evidence/log/hashes.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../src/evidence/log/merkle-tree.ts';
import { consistencyProof, inclusionProof } from '../../src/evidence/log/proofs.ts';
import { signNote } from '../../src/evidence/log/signed-note.ts';
import type { ReadTile } from '../../src/evidence/log/tile-reader.ts';
import { formatTlogProof } from '../../src/evidence/log/tlog-proof.ts';
import { entryOf, type TestKey, testEntries, testOrigin } from './log-folder.ts';

export const message = '5eed0000-0000-4000-8000-000000000001';
export const ana = 'ab000000-0000-4000-8000-000000000001';
export const bo = 'ab000000-0000-4000-8000-000000000002';
export const issuer = {
  organisation: 'Havn Kommune',
  url: 'https://post.havn.example',
  installation: '1a000000-0000-4000-8000-000000000001',
};

export interface Told {
  readonly event: LoggedEvent;
  readonly opening: Evidence['segl']['opening'];
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

export const step = (
  n: number,
  type: string,
  of: { delivery?: string; seq?: number },
  details: Record<string, string | number> = {},
  fields?: PersonalFields,
): Told => {
  const k = createHash('sha256').update(`key ${n}`).digest();
  const opening: Opening | null = fields ? { k: k.toString('base64'), fields } : null;
  const kind = type.startsWith('message.') ? 'sender' : of.seq! > 4 ? 'recipient' : 'system';
  return {
    opening,
    event: {
      id: `e0000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      v: 1,
      type,
      at: `2026-11-20T10:${String(n).padStart(2, '0')}:30.123456Z`,
      message,
      ...of,
      actor: { kind, id: of.delivery ?? issuer.installation },
      details,
      ...(fields ? { commitment: commitmentOf(k, fields).toString('base64') } : {}),
    },
  };
};

/** One message: Ana opens it, Bo never does and it is called back from both. */
export const story = (): Told[] => {
  const content = [{ part: 0, size: 5, sha256: digest('hello') }];
  const session = 'c0000000-0000-4000-8000-000000000001';
  const code = 'd0000000-0000-4000-8000-000000000001';
  const client = { ip: '192.0.2.7', userAgent: 'A browser' };
  return [
    step(1, 'message.accepted', {}, { recipients: 2, attachments: 0 }, { from: 'lea@havn.example', content }),
    step(
      2,
      'delivery.available',
      { delivery: ana, seq: 1 },
      {},
      { email: 'ana@kunde.example', name: 'Ana Østergård', phone: '+4520123456' },
    ),
    step(
      3,
      'delivery.available',
      { delivery: bo, seq: 1 },
      {},
      { email: 'bo@kunde.example', name: 'Bo', phone: '+4520123457' },
    ),
    step(
      4,
      'delivery.notified',
      { delivery: ana, seq: 2 },
      {},
      { reply: '250 Ok', server: 'mx.kunde.example' },
    ),
    step(
      5,
      'delivery.notified',
      { delivery: bo, seq: 2 },
      {},
      { reply: '250 Ok', server: 'mx.kunde.example' },
    ),
    step(6, 'delivery.code_sent', { delivery: ana, seq: 3 }, { code, via: 'sms' }),
    step(7, 'delivery.code_verified', { delivery: ana, seq: 4 }, { code, session }, client),
    step(8, 'delivery.opened', { delivery: ana, seq: 5 }, { session }, client),
    step(9, 'delivery.recalled', { delivery: bo, seq: 3 }, { reason: 'wrong_recipient' }),
  ];
};

export interface Making {
  readonly told?: readonly Told[];
  readonly logKey: TestKey;
  readonly signer: Signer;
  /** Entries of others before and after those of the message. */
  readonly before?: number;
  readonly after?: number;
  readonly origin?: string;
  /** Sizes of earlier trees that are stamped, each with the token that this makes over the tree's note. */
  readonly stamps?: readonly number[];
  readonly stamp?: (note: string, size: number) => Promise<Uint8Array>;
  /** Has signed the stamped trees; the log's key unless told. */
  readonly stampKey?: TestKey;
  /** What the deliveries are said to be. */
  readonly deliveries?: Bundle['deliveries'];
  readonly about?: Bundle['about'];
  readonly at?: Date;
  /** Changes the bundle before it is signed. */
  readonly change?: (bundle: Bundle) => Bundle;
}

/** The indices in the log that the story's events have. */
export const indexOf = (told: number, before = 40): number => before + told * 3;

function tilesOf(leaves: readonly Uint8Array[]): ReadTile {
  const known = new Map<string, Uint8Array>();
  const hashAt = (level: number, index: number): Uint8Array => {
    const key = `${level}/${index}`;
    const unit = 256 ** level;
    const hash =
      known.get(key) ?? edgeRoot(appendLeaves(emptyEdge, leaves.slice(index * unit, (index + 1) * unit)));
    known.set(key, hash);
    return hash;
  };
  return async (level, index, width) =>
    Array.from({ length: width }, (_, n) => hashAt(level, index * 256 + n));
}

/** The log in which these events stand among others'. */
export function testLog({
  told = story(),
  logKey,
  before = 40,
  after = 25,
  origin = testOrigin,
}: Pick<Making, 'told' | 'logKey' | 'before' | 'after' | 'origin'>) {
  const entries = testEntries(before + after + told.length * 3);
  const own = told.map(({ event }, n) => {
    const index = indexOf(n, before);
    entries[index] = entryOf(event);
    return index;
  });
  const leaves = entries.map(leafHash);
  const readTile = tilesOf(leaves);
  const noteOf = (size: number, key = logKey) =>
    signNote(
      checkpointText({ origin, size, root: edgeRoot(appendLeaves(emptyEdge, leaves.slice(0, size))) }),
      [key],
    );
  return { own, size: entries.length, readTile, noteOf };
}

export async function makeTestBundle(making: Making): Promise<Bundle> {
  const { told = story(), logKey, origin = testOrigin, about = { message } } = making;
  const { own, size, readTile, noteOf } = testLog(making);
  const checkpoint = await noteOf(size);
  const timestamps = [];
  for (const stamped of making.stamps ?? []) {
    const note = await noteOf(stamped, making.stampKey);
    timestamps.push({
      size: stamped,
      checkpoint: note,
      token: encodeBase64(await making.stamp!(note, stamped)),
      consistency: (await consistencyProof(stamped, size, readTile)).map(encodeBase64),
    });
  }
  const etsi = etsiEvidence(issuer, told);
  const evidence: Evidence[] = [];
  for (const [n, { event, opening }] of told.entries()) {
    const index = own[n]!;
    const hashes = await inclusionProof(index, size, readTile);
    evidence.push({
      ...etsi[n]!,
      TransactionLogInformation: { Proof: formatTlogProof({ index, hashes, checkpoint }) },
      segl: { type: event.type, index, entry: canonicalize(event)!, opening },
    });
  }
  const bundle: Bundle = {
    format: bundleFormat,
    made: '2026-11-22T10:00:00.000Z',
    issuer,
    about,
    deliveries: making.deliveries ?? [
      { id: ana, events: 5, status: 'opened' },
      { id: bo, events: 3, status: 'recalled' },
    ],
    evidence,
    log: { origin, keys: [logKey.vkey], checkpoint },
    timestamps,
  };
  return making.change?.(bundle) ?? bundle;
}

export async function signTestBundle(bundle: unknown, signer: Signer, at = new Date()): Promise<Uint8Array> {
  return new Uint8Array(
    Buffer.concat(await signJws([JSON.stringify(bundle)], signer, { typ: bundleType, at })),
  );
}

export const makeTestFile = async (making: Making): Promise<Uint8Array> =>
  signTestBundle(await makeTestBundle(making), making.signer, making.at);
