import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { askForSums, examineSums } from '../../src/composition/doctor-sums.ts';
import type { Config } from '../../src/config.ts';
import type { Context } from '../../src/delivery/context.ts';
import { type App, startApp } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/process.ts';

describe('The doctor, asked whether the sums agree,', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ctx: Context;
  let config: Config;
  let sent: { id: string; deliveries: { id: string }[] };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_COMPLIANCE_MAIL: 'dpo@fredericia.example' });
    const { rows } = await db.database.query<{ id: string }>('select id from installation');
    ctx = {
      db: db.database,
      wake: () => undefined,
      settings: { installation: rows[0]!.id },
    } as unknown as Context;
    config = { url: new URL(app.url), token: app.token } as unknown as Config;
    const answer = await app.post('/api/v1/messages', {
      from: 'sagsbehandler@fredericia.example',
      to: [{ email: 'ana@example.com', phone: '+4520123456' }],
      subject: 'Afgørelse',
      text: 'Kære Ana',
    });
    sent = (await answer.json()) as typeof sent;
    await app.waitFor(({ to }) => to === 'ana@example.com');
  });
  after(async () => {
    await app?.close();
    await drop();
  });

  const lines = async (asked: Promise<readonly (readonly [string, string])[]>) =>
    (await asked).map(([verdict, sentence]) => `${verdict}: ${sentence}`);
  const agrees =
    'ok: The evidence agrees with the tables: 1 messages, 1 recipients, each with one outcome or on its way.';

  it('counts them, from the database or by asking the server that has it', async () => {
    assert.deepEqual(await lines(examineSums(ctx)), [agrees]);
    assert.deepEqual(await lines(askForSums(config)), [agrees]);
    const untold = 'warn: The evidence was not counted: that needs SEGL_TOKEN with the scope failures.';
    assert.deepEqual(await lines(askForSums({ ...config, token: 'nobody' })), [untold]);
    const { token: _, ...tokenless } = config;
    assert.deepEqual(await lines(askForSums(tokenless as Config)), [untold]);
  });

  it('fails where one status was falsified, and so does the interface for systems; compliance gets a mail', async () => {
    await until('notified', 10, async () => {
      const { rows } = await db.database.query<{ status: string }>('select status from deliveries');
      return rows[0]!.status === 'notified';
    });
    await db.owner.query(`update deliveries set status = 'acknowledged'`);
    const differ = `fail: The evidence and the tables differ: 1 × a status is another than the events say (the first: message ${sent.id}).`;
    assert.deepEqual(await lines(examineSums(ctx)), [differ]);
    assert.deepEqual(await lines(askForSums(config)), [differ]);
    const read = (await (await app.get('/api/v1/reconciliation')).json()) as {
      differences: number;
      findings: unknown[];
    };
    assert.deepEqual(
      [read.differences, read.findings],
      [1, [{ kind: 'status', count: 1, examples: [{ message: sent.id, delivery: sent.deliveries[0]!.id }] }]],
    );
    await app.waitFor(
      ({ to, text }) => to === 'dpo@fredericia.example' && text.includes('/desk/reconciliation'),
    );
  });

  it('says so where the database goes away, and counts nothing', async () => {
    const gone = openDatabase({ ...db.settings, port: 1 });
    await assert.rejects(examineSums({ ...ctx, db: gone }), { part: 'database' });
    await gone.close();
  });
});
