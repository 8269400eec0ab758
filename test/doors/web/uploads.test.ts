import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { Visitor } from './visitor.ts';

describe('An upload at the desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let cookie: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    const visitor = new Visitor(app.url);
    const password = 'four words make sense';
    await visitor.post(app.welcome!, { name: 'Ada', email: 'ada@example.dk', password, again: password });
    cookie = `__Host-segl-desk=${visitor.cookies.get('__Host-segl-desk')}`;
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const field = (name: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.bin"\r\n\r\n';

  /** Sends the head of a request that promises so many bytes of body. */
  async function begin(length: number): Promise<{ socket: Socket; answer: () => string }> {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(
      `POST /desk/messages HTTP/1.1\r\nhost: x\r\norigin: ${app.url}\r\ncookie: ${cookie}\r\n` +
        `content-type: multipart/form-data; boundary=b\r\ncontent-length: ${length}\r\n\r\n`,
    );
    return { socket, answer: () => answer };
  }

  const staged = async () => (await db.database.query('select from staged_blobs')).count;

  it('that is cut off leaves nothing, and no failure in the log', async () => {
    const { socket } = await begin(10_000_000);
    socket.write(field('email', 'a@example.com') + field('text', 'x') + file);
    socket.write(Buffer.alloc(3_000_000));
    await until('under way', 10, async () => (await staged()) === 1);
    socket.destroy();
    await until('taken back', 10, async () => (await staged()) === 0);
    assert.equal((await db.database.query('select from messages')).count, 0);
    assert.deepEqual(
      app.logged.filter((line) => line.includes('request failed')),
      [],
    );
  });

  it('that is refused in the middle gets its page while it is still being sent', async () => {
    const { socket, answer } = await begin(1_000_000_000);
    const row = field('email', 'a@example.com'.repeat(20_000));
    for (let sent = 0; sent < 100 && !answer(); sent += 1) {
      if (!socket.write(row)) await Promise.race([once(socket, 'drain'), once(socket, 'data')]);
    }
    await until('answered', 10, async () => answer().includes('</html>'));
    assert.match(answer(), /^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('while the blobs do not answer gets a page that says so, and leaves nothing', async () => {
    await db.owner.query(
      `create function disk_full() returns trigger language plpgsql as $$ begin raise exception 'full' using errcode = '53100'; end $$`,
    );
    await db.owner.query(
      'create trigger disk_full before insert on staged_blobs for each row execute function disk_full()',
    );
    const { socket, answer } = await begin(50_000_000);
    socket.write(field('email', 'a@example.com') + field('text', 'x') + file);
    for (let sent = 0; sent < 50 && !answer(); sent += 1) {
      if (!socket.write(Buffer.alloc(1_000_000))) {
        await Promise.race([once(socket, 'drain'), once(socket, 'data')]);
      }
    }
    await until('answered', 10, async () => answer().includes('</html>'));
    await db.owner.query('drop trigger disk_full on staged_blobs');
    assert.match(answer(), /^HTTP\/1\.1 503 /);
    assert.match(answer(), /\r\nRetry-After: \d+\r\n/);
    assert.equal(await staged(), 0);
    socket.destroy();
  });
});
