import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { diskLogKeys } from '../../src/backends/keys/log-keys.ts';
import { checkLog } from '../../src/evidence/sequencer/check-log.ts';
import { readCurrentLog } from '../../src/evidence/sequencer/read-log.ts';
import { assertWhole, recordMany } from '../evidence/sequencer/support.ts';
import type { TestDatabase } from '../support/database.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

describe('The log, where two processes could grow it', () => {
  let place: Scratch;
  let postgres: OwnPostgres;
  let database: ReturnType<typeof openDatabase>;
  const running = new Map<string, Segl>();
  before(async () => {
    place = scratch();
    postgres = await ownPostgres(place);
    database = openDatabase({ host: postgres.host, port: 5432, user: 'segl', database: 'segl' });
    for (const name of ['one', 'two']) await start(name);
  });
  after(async () => {
    await database?.close();
    for (const segl of running.values()) {
      segl.signal('SIGCONT');
      segl.signal('SIGKILL');
      await segl.ended;
    }
    await place.remove();
  });

  /** Each has a data folder of its own; they share database and keys, as two machines do. */
  async function start(name: string): Promise<void> {
    const data = join(place.folder, name);
    mkdirSync(data, { recursive: true });
    const env = {
      SEGL_DATABASE: postgres.url,
      SEGL_KEYS: `disk:${join(place.folder, 'keys')}`,
      SEGL_SMTP: 'off',
    };
    running.set(name, await startSegl(place, { data, env }));
  }

  const size = async () => (await readCurrentLog(database))?.size ?? 0;
  const nothingWaits = async () =>
    (await database.query('select from pending_events limit 1')).rows.length === 0;

  async function assertSound(): Promise<void> {
    await assertWhole({ database } as TestDatabase, assert);
    const keys = diskLogKeys(join(place.folder, 'keys', 'log'));
    assert.deepEqual((await checkLog(database, keys))!.findings, []);
  }

  /** Gives the log work for seconds, so that whoever is at it is at it when the signal comes. */
  async function whileBusy(then: () => Promise<void> | void): Promise<void> {
    await until('idle', 60, nothingWaits);
    const before = await size();
    await recordMany(database, 12_000);
    await until('at work', 20, async () => (await size()) > before);
    await then();
  }

  /** The session that holds the sequencer's lock and is waited for, with the moment since which it says nothing. */
  async function silentHolder(): Promise<string | undefined> {
    const { rows } = await database.query<{ since: string }>(
      `select a.pid || ' ' || a.state_change as since from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.objid = 1586561032 and l.granted and a.wait_event_type = 'Client'`,
    );
    return rows[0]?.since;
  }

  /** Stops the process that has the lock while it has it: tried until the one that was stopped was the right one. */
  async function stopTheOneAtWork(): Promise<Segl> {
    for (let tries = 0; tries < 40; tries++) {
      const segl = [...running.values()][tries % 2]!;
      await whileBusy(async () => {
        await until('locked', 20, async () => (await silentHolder()) !== undefined || (await nothingWaits()));
        segl.signal('SIGSTOP');
      });
      const before = await silentHolder();
      for (let looks = 0; before && looks < 20; looks++) {
        if ((await silentHolder()) !== before) break;
        if (looks === 19) return segl;
      }
      segl.signal('SIGCONT');
    }
    throw new Error('Nobody was ever stopped in the middle of a batch');
  }

  it('is taken over when a process is stopped in the middle of a batch, which changes nothing when it wakes', async () => {
    for (let round = 0; round < 2; round++) {
      const stopped = await stopTheOneAtWork();
      const before = await size();
      await recordMany(database, 10);
      await until('taken over', 40, nothingWaits);
      assert.ok((await size()) > before);
      await assertSound();
      stopped.signal('SIGCONT');
      await recordMany(database, 100);
      await until('taken up', 20, nothingWaits);
      await assertSound();
      assert.equal((await fetch(`${stopped.url}/readyz`)).status, 200);
    }
  });

  it('is taken over when a process is killed, one after the other', async () => {
    for (const name of ['one', 'two']) {
      await whileBusy(() => running.get(name)!.kill());
      await recordMany(database, 10);
      await until('taken over', 40, nothingWaits);
      await assertSound();
      await start(name);
    }
  });

  it('is whole when the server dies under both in the middle of their work', async () => {
    await whileBusy(() => postgres.stop());
    await postgres.start();
    await until('there again', 30, () => size().then(Boolean, () => false));
    await until('taken up', 60, nothingWaits);
    await assertSound();
  });

  it('says the same at both addresses', async () => {
    const [one, two] = await Promise.all(
      [...running.values()].map(async ({ url }) => (await fetch(`${url}/log/checkpoint`)).text()),
    );
    assert.equal(one, two);
  });
});
