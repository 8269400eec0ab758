import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { linkTo } from '../doors/web/visitor.ts';
import { freePort } from '../support/app.ts';
import { type Scratch, scratch, startSegl, until } from '../support/process.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const nobody = 65_534;

/**
 * Shows the checkout under another path, to one process and its children alone: copying what npm installed would take
 * longer than all tests. Nobody else sees the mount, so nothing that tidies up the folder can follow it.
 */
const showing = (at: string, uid: number): string[] => [
  'unshare',
  '-m',
  'sh',
  '-c',
  'mount --bind "$1" "$2" && uid="$3" && shift 3 && exec setpriv --reuid "$uid" --regid "$uid" --clear-groups "$@"',
  'sh',
  checkout,
  at,
  String(uid),
];

function mayMount(): boolean {
  const [program, ...args] = showing('/mnt', 0);
  return spawnSync(program!, [...args, 'true']).status === 0;
}

const where = mayMount() ? {} : { skip: 'nothing can be mounted here' };

describe('A start on a machine as people have it', where, () => {
  let place: Scratch;
  before(() => {
    place = scratch();
    chmodSync(place.folder, 0o755);
  });
  after(() => place.remove());

  /** A home that nobody but its owner may enter, with room for the program in it. */
  function home(name: string, owner: number): string {
    const folder = join(place.folder, name);
    mkdirSync(join(folder, 'segl'), { recursive: true });
    chownSync(folder, owner, owner);
    chmodSync(folder, 0o700);
    return folder;
  }

  async function works(folder: string, uid: number): Promise<void> {
    const program = join(folder, 'segl');
    const segl = await startSegl(place, {
      data: join(folder, 'data'),
      within: showing(program, uid),
      entry: join(program, 'bin', 'segl.js'),
      env: { HOME: folder },
    });
    assert.ok(segl.welcome);
    const content = Buffer.alloc(200_000).toString('base64');
    const answer = await segl.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email: 'ana@example.com', phone: '+4520123456' }],
      subject: 's',
      text: 'x',
      attachments: [{ filename: 'a', contentType: 'text/plain', content }],
    });
    assert.equal(answer.status, 201);
    await linkTo(segl, 'ana@example.com');
    assert.equal((await segl.term()).code, 0);
  }

  it('works for an ordinary user, program and data in a home of mode 0700', async () => {
    const folder = home('user', nobody);
    await works(folder, nobody);
    assert.equal(statSync(join(folder, 'data')).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'data', 'postgres')).uid, nobody);
  });

  it('works for root, program and data in root’s home of mode 0700', async () => {
    const folder = home('root', 0);
    await works(folder, 0);
    assert.notEqual(statSync(join(folder, 'data', 'postgres')).uid, 0, 'PostgreSQL is not root');
    assert.equal(statSync(join(folder, 'data', 'keys')).mode & 0o777, 0o700);
  });

  it('works for root on the data of an ordinary user', async () => {
    const folder = home('other', nobody);
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    chownSync(join(folder, 'data'), nobody, nobody);
    await works(folder, 0);
    assert.equal(statSync(join(folder, 'data', 'postgres')).uid, nobody);
  });
});

/** A Node that is older than ours, where the machine has one. */
const older = (process.env.PATH ?? '')
  .split(':')
  .map((folder) => join(folder, 'node'))
  .find((node) => /^v(1\d|2[0-3])\./.test(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? ''));

describe('A start with the machine’s older Node', older ? {} : { skip: 'the machine has none' }, () => {
  let place: Scratch;
  before(() => {
    place = scratch();
  });
  after(() => place.remove());

  it('takes the one that npm ci brought, and hands SIGTERM on to it', async () => {
    const port = await freePort();
    const env = {
      PATH: process.env.PATH,
      SEGL_DATA: join(place.folder, 'data'),
      SEGL_HTTP: `127.0.0.1:${port}`,
    };
    const child = spawn(older!, [join(checkout, 'bin', 'segl.js'), 'start'], { env, stdio: 'ignore' });
    appendFileSync(join(place.folder, 'pids'), `${child.pid}\n`);
    const isReady = () =>
      fetch(`http://localhost:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('ready', 30, isReady);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    assert.equal(await isReady(), false, 'nothing goes on without its parent');
  });
});
