import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LogWriter } from '../../../src/evidence/sequencer/log-writer.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

describe('Over REST, the dossier of an incident', () => {
  let rest: Rest;
  let db: TestDatabase;
  let bench: Bench;
  let writer: LogWriter;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    rest = await openRest(db);
    bench = await makeBench(db);
    writer = bench.writer();
  });
  after(async () => {
    await bench.remove();
    await rest.close();
    await drop();
  });

  const ask = (path: string, method = 'GET', token = rest.admin) =>
    fetch(`${rest.url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });

  it('is a PDF with the evidence inside, in the language that was asked for', async () => {
    const { id: message } = (await rest.call('POST', '/messages', { body: draft })).body;
    const made = await rest.call('POST', '/incidents', {
      token: rest.admin,
      body: { title: 'Letters to a wrong address', messages: [{ message }] },
    });
    const path = `/incidents/${made.body.id}/dossier`;
    await drain(writer);
    // What a first request records of its look, the log takes up before the second.
    await ask(path);
    await drain(writer);
    const answer = await ask(`${path}?language=sv&authority=imy`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/pdf');
    assert.equal(
      answer.headers.get('content-disposition'),
      `attachment; filename="dossier-${made.body.number}.pdf"`,
    );
    const pdf = Buffer.from(await answer.arrayBuffer());
    assert.match(pdf.subarray(0, 8).toString(), /^%PDF-1\.7/);
    assert.ok(pdf.includes('/Lang (sv)') && pdf.includes('imy-sv.txt'));
    assert.ok(!pdf.includes('datatilsynet-da.txt'));
    assert.ok(pdf.includes(`evidence-${message}.json`));
    const asked = async () =>
      (await db.database.query("select from events where message = $1 and type = 'export.made'", [message]))
        .count;
    const before = await asked();
    assert.equal((await ask(path, 'HEAD')).status, 200);
    assert.equal(await asked(), before, 'asking whether it is there hands out nothing');
  });

  it('is refused for what it is not', async () => {
    const made = await rest.call('POST', '/incidents', { token: rest.admin, body: { title: 'x' } });
    for (const [path, status] of [
      ['/incidents/01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10/dossier', 404],
      ['/incidents/x/dossier', 404],
      [`/incidents/${made.body.id}/dossier?language=no`, 422],
      [`/incidents/${made.body.id}/dossier?authority=ico`, 422],
    ] as const) {
      assert.equal((await ask(path)).status, status, path);
    }
    assert.equal((await ask(`/incidents/${made.body.id}/dossier`)).status, 200);
  });
});
