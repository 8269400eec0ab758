/** What is erased is still proved, and no file that was made of it before can be opened. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { type Eraser, eraseMessage } from '../../src/delivery/erase-message.ts';
import { downloadExport, findFile } from '../../src/desk/exports/download-export.ts';
import { makeExport } from '../../src/desk/exports/make-export.ts';
import { writeExport } from '../../src/desk/exports/write-export.ts';
import { parseCheckpoint } from '../../src/evidence/log/checkpoint.ts';
import { leafHash } from '../../src/evidence/log/hashes.ts';
import { consistencyProof } from '../../src/evidence/log/proofs.ts';
import { openNote } from '../../src/evidence/log/signed-note.ts';
import { verifyConsistency, verifyInclusion } from '../../src/evidence/log/verify-proofs.ts';
import { type Proofs, readProofs } from '../../src/evidence/sequencer/read-proofs.ts';
import { tileReader } from '../../src/evidence/sequencer/tile-reader.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { type Bench, drain, makeBench } from '../evidence/sequencer/support.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague } from '../support/staff.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('The proofs of what is erased', (db) => {
  let portal: Portal;
  let bench: Bench;
  let eraser: Eraser;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null };
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  const logged = async (message: string): Promise<Proofs> => {
    await drain(bench.writer());
    return (await readProofs(db.database, { message }))!;
  };
  const rootOf = async ({ log }: Proofs) =>
    parseCheckpoint((await openNote(log.checkpoint, log.keys)).text).root;

  async function assertProved(proofs: Proofs): Promise<void> {
    const root = await rootOf(proofs);
    for (const { index, entry, hashes } of proofs.proofs) {
      const claim = { index, size: proofs.log.size, leaf: leafHash(entry), proof: [...hashes], root };
      assert.ok(verifyInclusion(claim), `entry ${index}`);
    }
  }

  it('hold as they did before, and the log says by whom it was erased', async () => {
    const { id } = await portal.send();
    await portal.work();
    const earlier = await logged(id);
    assert.deepEqual(earlier.proofs.length, 3);
    await assertProved(earlier);
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested', words: 'Sag 118' });
    const now = await logged(id);
    await assertProved(now);
    const texts = now.proofs.map(({ entry }) => Buffer.from(entry).toString());
    assert.deepEqual(
      texts.slice(0, 3),
      earlier.proofs.map(({ entry }) => Buffer.from(entry).toString()),
      'not a byte of an entry is changed',
    );
    assert.deepEqual(
      texts.map((text) => JSON.parse(text).type),
      ['message.accepted', 'delivery.available', 'delivery.notified', 'delivery.erased', 'message.erased'],
    );
    const last = JSON.parse(texts.at(-1)!);
    assert.deepEqual([last.actor, last.details], [eraser.actor, { reason: 'requested' }]);
    assert.doesNotMatch(texts.join(), /Olga|Sag 118|ana@/);
    const [from, to] = [earlier.log.size, now.log.size];
    const grown = {
      from,
      to,
      fromRoot: await rootOf(earlier),
      toRoot: await rootOf(now),
      proof: await consistencyProof(from, to, tileReader(db.database, now.log.log)),
    };
    assert.ok(verifyConsistency(grown));
  });

  it('outlive the files that were exported before, and what is made anew holds nothing of it', async () => {
    const officer = await addColleague(db, portal.sender.unit, [{ role: 'compliance', unit: null }]);
    const searcher = { actor: { kind: 'staff', id: officer.id }, units: null } as const;
    const [kept, gone] = [await portal.send(), await portal.send()];
    await logged(gone.id);
    const make = async (terms: { message?: string } = {}) => {
      const id = await makeExport(portal.ctx, searcher, { terms, format: 'jsonl' });
      const job = { id: 0, kind: 'export', payload: { export: id }, sealed: null, attempts: 1 };
      await writeExport(portal.ctx)(job, async () => undefined);
      return id;
    };
    const read = async (id: string) => {
      const file = await findFile(portal.ctx, searcher, id);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await downloadExport(portal.ctx, searcher, file, { from: 0, to: file.bytes }))
        chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    const [all, other] = [await make(), await make({ message: kept.id })];
    assert.match(await read(all), new RegExp(`"message":"${gone.id}".*"recipient":"ana@example.com"`));
    await db.database.query('delete from jobs');
    await eraseMessage(portal.ctx, eraser, { message: gone.id, reason: 'requested' });
    await assert.rejects(read(all), refused('not_found'));
    assert.match(await read(other), /ana@example\.com/, 'it never held that message');
    await portal.work();
    const blobs = await db.database.query<{ key: string }>('select key from staged_blobs');
    assert.deepEqual(blobs.rows, []);
    await logged(gone.id);
    const again = (await read(await make())).split('\n').filter((line) => line.includes(gone.id));
    assert.ok(again.length > 3);
    assert.doesNotMatch(again.join('\n'), /ana@example/);
  });
});
