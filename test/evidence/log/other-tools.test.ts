import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { logFolder } from '../../../src/backends/log-files/folder.ts';
import { encodeBase64 } from '../../../src/evidence/log/base64.ts';
import { type Checkpoint, parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import { consistencyProof, inclusionProof } from '../../../src/evidence/log/proofs.ts';
import { parseNote } from '../../../src/evidence/log/signed-note.ts';
import { tilePath } from '../../../src/evidence/log/tile-path.ts';
import type { ReadTile } from '../../../src/evidence/log/tile-reader.ts';
import { verifyLog } from '../../../src/evidence/log/verify-log.ts';
import { logFiles, noteKey, testEntries, writeFolder } from '../../support/log-folder.ts';
import { lacks, lacksGo, runGo } from '../../support/tools.ts';

const support = new URL('../../support/', import.meta.url).pathname;

/** A log with a third level, in a folder, checked by tools that are not of this project. */
describe('Tools from elsewhere agree', () => {
  const key = noteKey();
  const entries = testEntries(65_536 + 700);
  const size = entries.length;
  const chosen = [0, 1, 255, 256, 300, 65_535, 65_536, 66_000, size - 1];
  let folder: string;
  let note: string;
  let checkpoint: Checkpoint;
  const readTile: ReadTile = async (level, index, width) => {
    const bytes = await logFolder(folder).read(tilePath({ level, index, width }), 8192);
    return Array.from({ length: width }, (_, i) => bytes!.subarray(i * 32, i * 32 + 32));
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'segl-log-'));
    writeFolder(folder, await logFiles(entries, [key, noteKey()]));
    note = readFileSync(join(folder, 'checkpoint'), 'utf8');
    checkpoint = parseCheckpoint(parseNote(note).text);
    assert.equal((await verifyLog(logFolder(folder), { vkeys: [key.vkey] })).verdict, 'verified');
  });
  after(() => rmSync(folder, { recursive: true }));

  describe("Go's sumdb/note and tlog", { skip: lacksGo() }, () => {
    const task = async () => ({
      folder,
      vkey: key.vkey,
      inclusions: await Promise.all(
        chosen.map(async (index) => ({
          index,
          leaf: encodeBase64(leafHash(entries[index]!)),
          proof: (await inclusionProof(index, size, readTile)).map(encodeBase64),
        })),
      ),
      consistencies: await Promise.all(
        [1, 255, 256, 257, 65_536, size - 1, size].map(async (from) => ({
          from,
          fromRoot: encodeBase64(edgeRoot(appendLeaves(emptyEdge, entries.slice(0, from).map(leafHash)))),
          proof: (await consistencyProof(from, size, readTile)).map(encodeBase64),
        })),
      ),
    });

    it('open the checkpoint, read the tiles, and make the same proofs', async () => {
      const { status, output } = runGo(join(support, 'log.go'), JSON.stringify(await task()));
      assert.equal(status, 0, output);
      assert.equal(output, `${checkpoint.origin} ${size} ${encodeBase64(checkpoint.root)}\n`);
    });

    it('refuse another key, and the proof of another entry', async () => {
      const right = await task();
      const foreign = runGo(join(support, 'log.go'), JSON.stringify({ ...right, vkey: noteKey().vkey }));
      assert.notEqual(foreign.status, 0);
      const [first, second] = right.inclusions;
      const inclusions = [{ ...first, proof: second!.proof }];
      assert.notEqual(runGo(join(support, 'log.go'), JSON.stringify({ ...right, inclusions })).status, 0);
    });
  });

  it('openssl verifies the signature of the checkpoint', { skip: lacks('openssl', 'version') }, () => {
    const { text, signatures } = parseNote(note);
    const file = (name: string, content: string | Uint8Array): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    const pem = createPublicKey(key.privateKey).export({ format: 'pem', type: 'spki' });
    const verify = (signed: string): { status: number | null; stdout: string } =>
      spawnSync(
        'openssl',
        [
          ...['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', file('key.pem', pem)],
          ...['-in', file('text', signed), '-sigfile', file('signature', signatures[0]!.signature)],
        ],
        { encoding: 'utf8' },
      );
    assert.deepEqual(
      [verify(text).status, verify(text).stdout.trim()],
      [0, 'Signature Verified Successfully'],
    );
    assert.notEqual(verify(text.replace(String(size), String(size + 1))).status, 0);
  });

  it("sigstore's code verifies proofs, and refuses those of others", async () => {
    const require = createRequire(import.meta.url);
    // The package exports the whole alone; this is the part of it that follows a proof to the root.
    const merkle = join(dirname(require.resolve('@sigstore/verify')), 'tlog/merkle.js');
    const { verifyMerkleInclusion } = require(merkle) as {
      verifyMerkleInclusion(entry: object, checkpoint: object): void;
    };
    for (const index of chosen) {
      const hashes = (await inclusionProof(index, size, readTile)).map((hash) => Buffer.from(hash));
      const entry = (logIndex: number, proof: readonly Buffer[]) => ({
        canonicalizedBody: Buffer.from(entries[index]!),
        inclusionProof: { logIndex: String(logIndex), hashes: proof },
      });
      const tree = { logSize: BigInt(size), logHash: Buffer.from(checkpoint.root) };
      verifyMerkleInclusion(entry(index, hashes), tree);
      assert.throws(() => verifyMerkleInclusion(entry((index + 1) % size, hashes), tree));
      assert.throws(() => verifyMerkleInclusion(entry(index, hashes.toReversed()), tree));
    }
  });

  it("Python's hashlib finds the same root", { skip: lacks('python3') }, () => {
    const found = execFileSync('python3', [join(support, 'log_root.py'), folder], { encoding: 'utf8' });
    assert.equal(found.trim(), Buffer.from(checkpoint.root).toString('hex'));
  });
});
