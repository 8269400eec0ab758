import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/app.ts';
import { type Scratch, scratch, until } from '../support/process.ts';
import { isSent, readInstructions } from './dockerfile.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(repository, name), 'utf8');
const instructions = readInstructions(read('Dockerfile'));
const all = (name: string): string[] =>
  instructions.filter((each) => each.name === name).map(({ rest }) => rest);
const only = (name: string): string => {
  const [found, ...more] = all(name);
  assert.ok(found !== undefined && more.length === 0, `one ${name}`);
  return found;
};

describe('The Dockerfile', () => {
  it('is one stage on a Debian with Node 24, and says all that an image should', () => {
    assert.equal(only('FROM'), 'node:24-bookworm-slim');
    assert.equal(only('WORKDIR'), '/segl');
    assert.equal(only('VOLUME'), '/data');
    assert.equal(only('EXPOSE'), '3000');
    assert.match(only('ENV'), /SEGL_HTTP=0\.0\.0\.0:3000/);
    assert.doesNotMatch(only('ENV'), /SEGL_URL/, 'nobody but the operator knows it');
  });

  it('gives up root before it starts anything', () => {
    const names = instructions.map(({ name }) => name);
    assert.notEqual(only('USER'), 'root');
    assert.ok(names.indexOf('USER') < names.indexOf('CMD'));
    assert.ok(names.lastIndexOf('RUN') < names.indexOf('USER'));
  });

  it('sends what it copies to the engine, and neither data nor secrets nor what was installed here', () => {
    const ignore = read('.dockerignore');
    for (const copied of all('COPY').flatMap((rest) => rest.split(' ').slice(0, -1))) {
      assert.ok(existsSync(join(repository, copied)), copied);
      assert.ok(isSent(ignore, copied), copied);
    }
    for (const other of ['node_modules', 'data', '.git', '.env', 'test', 'docs', 'tmp']) {
      assert.equal(isSent(ignore, other), false, other);
    }
  });
});

/** No engine is needed: its steps are done by hand, with `/segl` and `/data` in a scratch folder. */
describe('What the Dockerfile builds', () => {
  const isRoot = process.getuid?.() === 0;
  // Where only root could become somebody else, the tests themselves run as an ordinary user.
  const account = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  let place: Scratch;
  let port: number;
  let environment: Record<string, string>;
  let running: ChildProcess | undefined;
  const here = (text: string) =>
    text.replace(/(?<![\w.])\/(segl|data)\b/g, (_, name) => join(place.folder, name));

  before(async () => {
    place = scratch();
    chmodSync(place.folder, 0o755);
    port = await freePort();
    const given = Object.fromEntries(
      only('ENV')
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    );
    environment = {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: place.folder,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, here(value)])),
      // The port of the image may be taken on this machine.
      SEGL_HTTP: `0.0.0.0:${port}`,
    };
    mkdirSync(here('/segl'));
    for (const { name, rest } of instructions) {
      if (name === 'COPY') copy(rest);
      if (name === 'RUN') build(rest);
    }
  });
  after(async () => {
    running?.kill('SIGKILL');
    await place.remove();
  });

  function copy(rest: string): void {
    const words = rest.split(' ');
    const target = words.at(-1)!;
    for (const source of words.slice(0, -1)) {
      const to = target === './' ? join(here('/segl'), basename(source)) : join(here('/segl'), target);
      cpSync(join(repository, source), to, { recursive: true });
    }
  }

  function build(command: string): void {
    const adapted = here(command)
      // What is on this machine already need not come over the network.
      .replace('npm ci', 'npm ci --prefer-offline --no-audit')
      .replace('npm cache clean --force', 'true')
      .replace('-o node -g node', isRoot ? `-o ${account.uid} -g ${account.gid}` : '');
    const { status, stdout, stderr } = spawnSync('sh', ['-c', adapted], {
      cwd: here('/segl'),
      env: { ...environment, HOME: process.env.HOME },
      encoding: 'utf8',
      timeout: 180_000,
    });
    assert.equal(status, 0, `${command}\n${stdout}\n${stderr}`);
  }

  function start(json: string, env: Record<string, string>): ChildProcess {
    const [program, ...args] = JSON.parse(json) as [string, ...string[]];
    const child = spawn(program, args, { cwd: here('/segl'), env, ...account });
    appendFileSync(join(place.folder, 'pids'), `${child.pid}\n`);
    return child;
  }

  async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  }

  const isHealthy = async () => {
    const command = only('HEALTHCHECK').replace(/^.*?CMD /, '');
    return (await outcome(start(command, environment))).code === 0;
  };

  it('has no tools of ours and no second Node', () => {
    const modules = readdirSync(here('/segl/node_modules'));
    for (const tool of ['typescript', 'playwright-core', '@stoplight', 'prettier']) {
      assert.equal(modules.includes(tool), false, tool);
    }
    assert.deepEqual(
      modules.filter((name) => name.startsWith('node-linux')),
      [],
    );
  });

  it('does not start without the address that people reach', async () => {
    const { code, said } = await outcome(start(only('CMD'), environment));
    assert.notEqual(code, 0);
    assert.match(said, /SEGL_URL.*is not set/);
    assert.equal(await isHealthy(), false);
  });

  it('starts as an ordinary user, becomes healthy, and stops when it is told to', async () => {
    running = start(only('CMD'), { ...environment, SEGL_URL: `http://localhost:${port}` });
    const ended = outcome(running);
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
    });
    await until('healthy', 40, async () => hasEnded || isHealthy());
    assert.equal(hasEnded, false, hasEnded ? (await ended).said : '');
    const home = await fetch(`http://localhost:${port}/`);
    assert.equal(home.status, 200);
    assert.equal(statSync(here('/data')).mode & 0o777, 0o700);
    if (isRoot) assert.equal(statSync(join(here('/data'), 'postgres')).uid, account.uid);
    const copies = readdirSync(here('/data')).filter((name) => name.startsWith('postgres-binaries'));
    assert.deepEqual(copies, [], 'the programs of the image are used where they lie');
    running.kill('SIGTERM');
    const { code } = await ended;
    assert.equal(code, 0);
    assert.equal(await isHealthy(), false);
  });
});
