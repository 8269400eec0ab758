import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { askForLog, examineLog } from '../../src/composition/doctor-log.ts';
import type { Config } from '../../src/config.ts';
import { diskLogKeys } from '../../src/backends/keys/log-keys.ts';
import type { Context } from '../../src/delivery/context.ts';
import { type App, startApp } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/process.ts';

describe('The doctor, asked about the log,', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let ctx: Context;
  before(async () => {
    ({ db, drop } = await makeDatabase());
  });
  after(async () => {
    await app?.close();
    await drop();
  });

  const lines = async (asked: Promise<readonly (readonly [string, string])[]>) =>
    (await asked).map(([verdict, sentence]) => `${verdict}: ${sentence}`);

  it('says that there is none yet', async () => {
    assert.deepEqual(await lines(examineLog({ db: db.database } as unknown as Context)), [
      'warn: No log was opened yet: no process with the role worker has run.',
    ]);
  });

  it('replays it, from the database or by asking the server that has it', async () => {
    app = await startApp(db);
    await until('published', 20, async () => (await fetch(`${app.url}/log/checkpoint`)).status === 200);
    ctx = { db: db.database, logKeys: diskLogKeys(join(app.data, 'keys', 'log')) } as unknown as Context;
    const fits = /^ok: The log localhost:\d+\/log fits, from its first to its last of \d+ entries\.$/;
    const [own, ...more] = await lines(examineLog(ctx));
    assert.match(own!, fits);
    assert.deepEqual(more, []);
    const config = { url: new URL(app.url), token: app.token } as unknown as Config;
    const [asked, ...rest] = await lines(askForLog(config, []));
    assert.match(asked!, fits);
    assert.deepEqual(rest, []);
    const strange = { url: new URL(app.url), token: 'nobody' } as unknown as Config;
    assert.deepEqual(await lines(askForLog(strange, ['log'])), [
      'fail: The log is closed.',
      'warn: The log was not replayed: that needs SEGL_TOKEN with the scope evidence.',
    ]);
  });

  it('says why it is closed, what does not fit, and which key is missing', async () => {
    await db.database.query("update logs set closed = 'Somebody looked odd.'");
    await db.owner.transaction(async (tx) => {
      await tx.query('alter table events disable trigger all');
      await tx.query(`update events set details = '{"x":1}' where type = 'log.opened'`);
      for (const name of ['stamp', 'no_change', 'no_truncate']) {
        await tx.query(`alter table events enable always trigger ${name}`);
      }
    });
    const folder = join(app.data, 'keys', 'log');
    for (const name of readdirSync(folder)) if (name.endsWith('.pem')) await rm(join(folder, name));
    const said = await lines(examineLog({ ...ctx, logKeys: diskLogKeys(folder) }));
    assert.match(
      said[0]!,
      /^fail: The log is closed: Somebody looked odd\. When you know why, "segl keys reopen-log"/,
    );
    assert.match(said[1]!, /^fail: The event .* says something else than entry 0 of the log: details\.$/);
    assert.match(
      said[2]!,
      /^fail: The private half of the log's key localhost:\d+\/log\+[0-9a-f]{8}\+.* restore its file/,
    );
    assert.equal(said.length, 3);
  });
});
