import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Database, Queryable } from '../../../src/evidence/ports.ts';
import { checkLog } from '../../../src/evidence/sequencer/check-log.ts';
import type { LogWriter } from '../../../src/evidence/sequencer/log-writer.ts';
import type { LogKeys } from '../../../src/evidence/sequencer/ports.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { startSequencer } from '../../../src/evidence/sequencer/start-sequencer.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { makeDatabase, withDatabases } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { assertWhole, type Bench, drain, installation, makeBench, origin, record } from './support.ts';

/** Breaks at the n-th thing that is asked of it: before it is done, or after, when the answer is lost. */
class Breaking {
  #at: number;
  readonly isDone: boolean;
  asked = 0;
  broken = '';

  constructor(at: number, isDone: boolean) {
    this.#at = at;
    this.isDone = isDone;
  }

  /** From here on nothing breaks any more. */
  mend(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }

  async around<Result>(
    part: 'database' | 'keys',
    what: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.asked += 1;
    if (this.asked !== this.#at) return work();
    this.broken = what;
    if (this.isDone) await work();
    throw new Unavailable(part);
  }

  database(db: Database): Database {
    const statements = (tx: Queryable): Queryable => ({
      query: (text, values) =>
        this.around('database', typeof text === 'string' ? text : (text.name ?? text.text), () =>
          tx.query(text, values),
        ),
    });
    return {
      ...db,
      ...statements(db),
      transaction: async (work) => {
        let isLost = false;
        const result = await db.transaction(async (tx) => {
          const inner = await work(statements(tx));
          this.asked += 1;
          if (this.asked !== this.#at) return inner;
          this.broken = 'commit';
          if (!this.isDone) throw new Unavailable('database');
          isLost = true;
          return inner;
        });
        if (isLost) throw new Unavailable('database');
        return result;
      },
    };
  }

  keys(keys: LogKeys): LogKeys {
    return {
      make: (name) => this.around('keys', 'make', () => keys.make(name)),
      find: async (vkey) => {
        const signer = await this.around('keys', 'find', () => keys.find(vkey));
        return signer && { vkey, sign: (bytes) => this.around('keys', 'sign', () => signer.sign(bytes)) };
      },
      destroy: (vkey) => keys.destroy(vkey),
      remembered: (name) => this.around('keys', 'remembered', () => keys.remembered(name)),
      remember: (note) => this.around('keys', 'remember', () => keys.remember(note)),
    };
  }
}

withDatabases('The log, whichever write of it breaks,', (db) => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench(db);
  });
  after(() => bench.remove());

  for (const isDone of [false, true]) {
    for (const goesOn of ['the same process', 'another process']) {
      it(`has every event once: ${isDone ? 'after' : 'before'} it was done, and ${goesOn} goes on`, async () => {
        const seen = new Set<string>();
        for (let at = 1, isOver = false; !isOver; at++) {
          assert.ok(at < 60, 'no attempt came to its end');
          // Now and then a tile becomes full: its node is one more write.
          await record(db.database, at % 4 === 0 ? 90 : 3);
          const breaking = new Breaking(at, isDone);
          const writer = bench.writer({
            db: breaking.database(db.database),
            keys: breaking.keys(bench.keys),
            most: 100,
          });
          isOver = await attempt(writer);
          breaking.mend();
          if (!isOver) seen.add(breaking.broken);
          await drain(goesOn === 'the same process' ? writer : bench.writer());
          await bench.keys.remember((await readCurrentLog(db.database))!.checkpoint);
          await assertWhole(db, assert);
        }
        for (const what of ['sequencer-lock', 'log-state', 'sequencer-pending', 'sign', 'commit']) {
          assert.ok(seen.has(what), `${what} was broken: ${[...seen].join()}`);
        }
        for (const what of ['sequencer-entries', 'sequencer-remove', 'sequencer-publish', 'remembered']) {
          assert.ok(seen.has(what), `${what} was broken: ${[...seen].join()}`);
        }
      });
    }
  }

  /** Whether two batches and a look when nothing waits came through. */
  async function attempt(writer: LogWriter): Promise<boolean> {
    try {
      await drain(writer);
      await record(db.database, 2);
      await drain(writer);
      return true;
    } catch (error) {
      assert.ok(error instanceof Unavailable, String(error));
      return false;
    }
  }

  it('has its nodes where a tile became full and just these could not be written', async () => {
    const writer = bench.writer();
    for (const isDone of [false, true]) {
      await drain(writer);
      const size = (await readCurrentLog(db.database))!.size;
      await record(db.database, 256 - (size % 256) + 2);
      const broken: Database = {
        ...db.database,
        transaction: (work) =>
          db.database.transaction((tx) =>
            work({
              query: async (text, values) => {
                const isNodes = typeof text === 'object' && text.name === 'sequencer-nodes';
                if (isNodes && !isDone) throw new Unavailable('database');
                const result = await tx.query(text, values);
                if (isNodes) throw new Unavailable('database');
                return result as never;
              },
            }),
          ),
      };
      await assert.rejects(drain(bench.writer({ db: broken })), Unavailable);
      assert.equal((await readCurrentLog(db.database))!.size, size);
      await drain(bench.writer());
      await assertWhole(db, assert);
      assert.deepEqual((await checkLog(db.database, bench.keys))!.findings, []);
    }
  });
});

it('The log is opened once, whatever breaks while it is', async () => {
  for (const isDone of [false, true]) {
    for (let at = 1, isOver = false; !isOver; at++) {
      assert.ok(at < 40);
      const made = await makeDatabase();
      const own = await makeBench(made.db);
      await record(made.db.database, 2);
      const breaking = new Breaking(at, isDone);
      const writer = own.writer({ db: breaking.database(made.db.database), keys: breaking.keys(own.keys) });
      isOver = await writer.takeBatch().then(
        () => breaking.broken === '',
        () => false,
      );
      breaking.mend();
      await drain(writer);
      assert.equal(await assertWhole(made.db, assert), 3);
      await own.remove();
      await made.drop();
    }
  }
});

withDatabases('The sequencer', (db) => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench(db);
  });
  after(() => bench.remove());

  it('goes on while nothing can be remembered or nothing answers, says so once, and says when it is over', async () => {
    const troubles: string[] = [];
    let keysAway = true;
    let databaseAway = false;
    const away = (part: 'keys' | 'database') => Promise.reject(new Unavailable(part));
    const sequencer = startSequencer({
      db: {
        ...db.database,
        query: (text: never, values?: never) =>
          databaseAway ? away('database') : db.database.query(text, values),
        transaction: (work: never) => (databaseAway ? away('database') : db.database.transaction(work)),
      } as Database,
      keys: { ...bench.keys, remember: (note) => (keysAway ? away('keys') : bench.keys.remember(note)) },
      origin,
      installation,
      pollMilliseconds: 5,
      onTrouble: (trouble) => troubles.push(trouble?.kind ?? 'over'),
    });
    const size = async () => (await readCurrentLog(db.database))?.size ?? 0;
    await record(db.database, 3);
    await until('taken up', 10, async () => (await size()) >= 4);
    await until('told', 10, async () => troubles.includes('not_remembered'));
    databaseAway = true;
    await record(db.database, 3);
    await until('told', 10, async () => troubles.includes('failed'));
    databaseAway = false;
    sequencer.wake();
    await until('taken up', 10, async () => (await size()) >= 7);
    keysAway = false;
    await until('over', 10, async () => troubles.at(-1) === 'over');
    await sequencer.stop();
    assert.equal(troubles.filter((each) => each === 'failed').length, 1, troubles.join());
    const { checkpoint } = (await readCurrentLog(db.database))!;
    assert.equal(await bench.keys.remembered(origin), checkpoint, 'at the stop the newest is remembered');
    await assertWhole(db, assert);
    await record(db.database, 1);
    assert.equal(await size(), 7, 'it has stopped');
  });

  it('says that the log is closed, and goes on by itself when it is not any more', async () => {
    const troubles: string[] = [];
    await db.database.query("update logs set closed = 'for a test'");
    const sequencer = startSequencer({
      db: db.database,
      keys: bench.keys,
      origin,
      installation,
      pollMilliseconds: 5,
      onTrouble: (trouble) => troubles.push(trouble?.kind ?? 'over'),
    });
    await until('told', 10, async () => troubles.includes('closed'));
    await db.database.query('update logs set closed = null');
    await until('taken up', 10, async () => {
      const { rows } = await db.database.query('select from pending_events');
      return rows.length === 0;
    });
    await sequencer.stop();
    assert.deepEqual(troubles, ['closed', 'over']);
    await assertWhole(db, assert);
  });
});
