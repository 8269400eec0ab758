import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import {
  type ExportManifest,
  manifestFormat,
  manifestType,
} from '../../../src/evidence/bundle/export-manifest.ts';
import { signJws } from '../../../src/evidence/bundle/sign-jws.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { checkpointText } from '../../../src/evidence/log/checkpoint.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import { signNote } from '../../../src/evidence/log/signed-note.ts';
import { verifyExport } from '../../../src/evidence/verification/verify-export.ts';
import { eventTypes } from '../../../src/message/event-types.ts';
import { noTrust, type Trust } from '../../../src/message/verification.ts';
import { issuer, story } from '../../support/evidence-bundle.ts';
import { entryOf, noteKey, testOrigin } from '../../support/log-folder.ts';

describe('An exported file', () => {
  let folder: string;
  let signer: Signer;
  let stranger: Signer;
  const logKey = noteKey();
  let trust: Trust;
  const told = story();
  const lines = told.map(({ event, opening }, index) => {
    const { id, at, type, message, delivery = null, seq = null, actor, details } = event;
    const uri = eventTypes[type as keyof typeof eventTypes].uri;
    const people = { sender: 'lea@havn.example', recipient: null };
    const entry = Buffer.from(entryOf(event)).toString();
    return {
      index,
      event: id,
      at,
      type,
      uri,
      message,
      delivery,
      seq,
      actor,
      ...people,
      details,
      opening,
      entry,
    };
  });
  type Line = (typeof lines)[number];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-export-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune')();
    stranger = await keptSigner(join(folder, 'other'), 'Havn Kommune')();
    trust = { logKeys: [logKey.vkey], certificates: signer.certificates, tsaRoots: [], eidKeys: [] };
  });
  after(() => rm(folder, { recursive: true }));

  const textOf = (some: readonly object[]) => some.map((line) => `${JSON.stringify(line)}\n`).join('');
  const whole = textOf(lines);

  /** The manifest of a file that is made in pieces of three lines, over the tree of the whole story. */
  async function manifestOf(
    text: string,
    { by = signer, ...changes }: Partial<ExportManifest> & { by?: Signer } = {},
  ): Promise<Uint8Array> {
    const root = edgeRoot(
      appendLeaves(
        emptyEdge,
        told.map(({ event }) => leafHash(entryOf(event))),
      ),
    );
    const checkpoint = await signNote(checkpointText({ origin: testOrigin, size: told.length, root }), [
      logKey,
    ]);
    const rows = text.split('\n').slice(0, -1);
    const pieces = Array.from({ length: Math.ceil(rows.length / 3) }, (_, n) => rows.slice(n * 3, n * 3 + 3));
    const sha256 = (of: string) => createHash('sha256').update(of).digest('hex');
    const manifest: ExportManifest = {
      format: manifestFormat,
      made: '2026-11-22T10:00:00.000Z',
      issuer,
      file: { format: 'jsonl', bytes: Buffer.byteLength(text), rows: rows.length, sha256: sha256(text) },
      columns: ['index'],
      terms: {},
      units: null,
      log: { size: told.length, checkpoint },
      parts: pieces.map((piece, n) => {
        const part = piece.map((row) => `${row}\n`).join('');
        return {
          first: n * 3,
          last: n * 3 + 2,
          bytes: Buffer.byteLength(part),
          rows: piece.length,
          sha256: sha256(part),
        };
      }),
      ...changes,
    };
    const at = new Date();
    return new Uint8Array(
      Buffer.concat(await signJws([JSON.stringify(manifest)], by, { typ: manifestType, at })),
    );
  }

  async function* inPieces(text: string, size = 100): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const verify = (text: string, manifest?: Uint8Array, trusted = trust) =>
    verifyExport(inPieces(text), manifest, trusted);

  it('is confirmed as a whole, and shown to be all of the log', async () => {
    const report = await verify(whole, await manifestOf(whole));
    assert.deepEqual([report.verdict, report.findings, report.log?.whole], ['confirmed', [], true]);
    assert.deepEqual([report.file.rows, report.file.format], [9, 'jsonl']);
  });

  it('is confirmed as a part of the log, and not shown to be in it', async () => {
    const some = textOf(lines.filter((_, n) => n % 2 === 0));
    const report = await verify(some, await manifestOf(some));
    assert.deepEqual([report.verdict, report.log?.whole], ['confirmed', false]);
  });

  it('is consistent without keys or without a manifest, and signed by nobody then', async () => {
    assert.equal((await verify(whole, await manifestOf(whole), noTrust)).verdict, 'consistent');
    const alone = await verify(whole);
    assert.deepEqual([alone.verdict, alone.issuer], ['consistent', null]);
  });

  it('fails under other keys, or with a manifest that was changed', async () => {
    assert.equal((await verify(whole, await manifestOf(whole, { by: stranger }))).verdict, 'failed');
    const other = { ...trust, logKeys: [noteKey().vkey] };
    assert.equal((await verify(whole, await manifestOf(whole), other)).verdict, 'failed');
    const jws = JSON.parse(Buffer.from(await manifestOf(whole)).toString()) as Record<string, string>;
    const { payload } = JSON.parse(
      Buffer.from(await manifestOf(whole, { made: 'later' })).toString(),
    ) as Record<string, string>;
    const forged = await verify(whole, Buffer.from(JSON.stringify({ ...jws, payload })));
    assert.match(forged.findings[0]!.what, /signature over the manifest is wrong/);
  });

  it('names the piece that is another, and the line where that can be told', async () => {
    const manifest = await manifestOf(whole);
    const changed = lines.map((line, n) => (n === 4 ? { ...line, at: '2026-11-20T09:05:30.123456Z' } : line));
    const report = await verify(textOf(changed), manifest);
    assert.equal(report.verdict, 'failed');
    assert.deepEqual(
      report.findings.map(({ what, line }) => [what, line]),
      [
        ['Its “at” is not what the entry says.', 5],
        ['The piece of the file with the entries 3 to 5 is not what was signed.', undefined],
        ['The file is not what was signed: its digest is another.', undefined],
      ],
    );
  });

  it('fails with a line left out, doubled, moved, or cut off at any byte', async () => {
    const manifest = await manifestOf(whole);
    const moved = [lines[1]!, lines[0]!, ...lines.slice(2)];
    for (const some of [lines.slice(1), lines.slice(0, -1), [...lines, lines[8]!], moved]) {
      assert.equal((await verify(textOf(some), manifest)).verdict, 'failed');
    }
    for (let end = 0; end < whole.length; end += 97) {
      assert.equal((await verify(whole.slice(0, end), manifest)).verdict, 'failed', `${end}`);
    }
    assert.equal((await verify(whole + whole, manifest)).verdict, 'failed');
  });

  it('names the line whose members, opening or entry are not right, without a manifest too', async () => {
    const k = Buffer.alloc(32, 3).toString('base64');
    const cases: [number, Partial<Record<keyof Line, unknown>>, RegExp][] = [
      [1, { type: 'delivery.opened' }, /“type” is not/],
      [1, { uri: 'urn:x' }, /“uri” is not/],
      [1, { seq: 2 }, /“seq” is not/],
      [1, { message: null }, /“message” is not/],
      [1, { details: { a: 1 } }, /“details” is not/],
      [1, { opening: { k, fields: {} } }, /not what the entry hides/],
      [1, { opening: { k: k.slice(4), fields: {} } }, /not what the entry hides/],
      [1, { opening: null }, /does not say what became of it/],
      [5, { opening: { k, fields: {} } }, /does not hide/],
      [1, { entry: `${lines[1]!.entry} ` }, /not in canonical form/],
      [1, { entry: '{}' }, /entry/],
      [1, { index: 0 }, /order of the log/],
      [1, { more: 1 } as object, /does not know/],
      [1, { index: -1 }, /whole number/],
    ];
    for (const [n, change, said] of cases) {
      const text = textOf(lines.map((line, i) => (i === n ? { ...line, ...change } : line)));
      const report = await verify(text);
      assert.equal(report.verdict, 'failed');
      assert.ok(
        report.findings.some(({ what, line }) => said.test(what) && line === n + 1),
        JSON.stringify(report.findings),
      );
    }
  });

  it('says of all entries of a log whether they make its tree', async () => {
    const root = Buffer.alloc(32, 1);
    const checkpoint = await signNote(checkpointText({ origin: testOrigin, size: told.length, root }), [
      logKey,
    ]);
    const report = await verify(whole, await manifestOf(whole, { log: { size: told.length, checkpoint } }));
    assert.match(report.findings[0]!.what, /do not make the tree/);
  });

  it('in CSV is checked as what was signed, and no further', async () => {
    const csv = 'index;event\r\n0;a\r\n1;b\r\n';
    const file = {
      format: 'csv',
      bytes: csv.length,
      rows: 2,
      sha256: createHash('sha256').update(csv).digest('hex'),
    } as const;
    const manifest = await manifestOf(csv, { file, parts: [] });
    assert.equal((await verify(csv, manifest)).verdict, 'confirmed');
    assert.equal((await verify(csv.replace('a', 'c'), manifest)).verdict, 'failed');
  });

  it('may be any garbage: it is told line by line, a hundred times at most', async () => {
    const garbage = [
      `${'\u0000'.repeat(500)}\n`.repeat(300),
      `${'['.repeat(200_000)}\n`,
      '\n'.repeat(200),
      `"${'x'.repeat(5_000_000)}"\n`,
    ];
    for (const text of garbage) {
      const report = await verifyExport(inPieces(text, 65_536), undefined, trust);
      assert.equal(report.verdict, 'failed');
      assert.ok(report.findings.length <= 100 && report.wrong >= report.findings.length);
    }
    await assert.rejects(verify(whole, Buffer.from('{}')), Malformed);
    await assert.rejects(verify(whole, await manifestOf(whole, { format: 'other' as never })), Malformed);
  });
});
