import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openSentCopy } from '../../../src/delivery/read-sent-copy.ts';
import type { Io } from '../../../src/doors/cli/verb.ts';
import { help, verbs } from '../../../src/doors/cli/verbs.ts';
import { freePort } from '../../support/app.ts';
import { withDatabases } from '../../support/database.ts';
import { openRest, type Rest } from '../rest/support/rest.ts';

interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

async function run(verb: string, args: readonly string[], io: Partial<Io> = {}): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await verbs[verb]!.run([...args], {
    url: 'http://127.0.0.1:1',
    token: 'token',
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    ...io,
  });
  return { code, out, err };
}

const letter = [
  '--from',
  'a@fredericia.example',
  '--to',
  'ana@example.com,+4520123456',
  '--subject',
  'Afgørelse',
];

describe('the command line, without a server', () => {
  test('every verb explains itself, with an example, and succeeds in that', async () => {
    for (const name of Object.keys(verbs)) {
      const { code, out, err } = await run(name, ['--help']);
      assert.deepEqual([code, err], [0, []]);
      assert.match(
        out.join('\n'),
        new RegExp(`^segl ${name}: [\\s\\S]*Usage: segl ${name} [\\s\\S]*Examples?:`),
      );
    }
  });

  test('the list of verbs names each with its summary', () => {
    const listed = help({ start: { summary: 'start it' }, ...verbs });
    for (const [name, { summary }] of Object.entries(verbs))
      assert.match(listed, new RegExp(`  ${name} +${summary}`));
    assert.match(listed, / {2}start +start it/);
  });

  test('a name that every object has is no verb', () => {
    for (const name of ['constructor', 'toString', '__proto__']) assert.equal(verbs[name], undefined);
  });

  const wrong: [string, string[], RegExp][] = [
    ['person', [], /--email is missing/],
    ['person', ['--email', 'a@b.dk'], /--name is missing/],
    ['person', ['--emial', 'a@b.dk'], /--emial/],
    ['person', ['a@b.dk'], /a@b\.dk/],
    ['system', ['--name', 'x'], /--from is missing/],
    ['send', [], /--to is missing/],
    ['send', [...letter, '--to', ',+45'], /--to must be EMAIL/],
    ['send', ['--to', 'a@b.dk', '--subject', 'x'], /--from is missing/],
    ['send', [...letter, '--text', 'a', '--text-file', 'b'], /either --text or --text-file/],
    ['send', [...letter, '--text-file', '/nowhere'], /\/nowhere cannot be read \(ENOENT\)/],
    ['send', [...letter, '--attach', '/nowhere'], /\/nowhere is not a file/],
    ['send', [...letter, '--attach', tmpdir()], /is not a file/],
    ['send', [...letter, '--expires', 'soon'], /--expires must be a number of days/],
    ['send', [...letter, '--expires', '-1'], /--expires/],
  ];
  for (const [verb, args, sentence] of wrong) {
    test(`usage: ${verb} ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(verb, args);
      assert.deepEqual([code, out], [2, []]);
      assert.match(err.join('\n'), sentence);
      assert.match(err.join('\n'), new RegExp(`segl ${verb} --help`));
    });
  }

  test('without a token, or a server, the remedy is named', async () => {
    const missing = await run('send', letter, { token: undefined });
    assert.equal(missing.code, 1);
    assert.match(missing.err.join(), /SEGL_TOKEN is not set/);
    const url = `http://127.0.0.1:${await freePort()}`;
    const nobody = await run('send', [...letter, '--text', 'x'], { url });
    assert.equal(nobody.code, 1);
    assert.match(
      nobody.err.join(),
      new RegExp(`Nothing answers at ${url}. Start Segl there, or set SEGL_URL`),
    );
  });

  test('a server that is not Segl, or hangs up', async () => {
    let answer: 'page' | 'nothing' = 'page';
    const server = createServer((req, res) => {
      if (answer === 'nothing') req.socket.destroy();
      else res.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome</p>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const page = await run('send', [...letter, '--text', 'x'], { url });
    assert.equal(page.code, 1);
    assert.match(page.err.join(), /answered 200, which is not an answer of Segl/);
    answer = 'nothing';
    const cut = await run('send', [...letter, '--text', 'x'], { url });
    assert.equal(cut.code, 1);
    assert.match(cut.err.join(), /broke off .* not known whether/);
    await new Promise((resolve) => server.close(resolve));
  });
});

withDatabases('the command line, with a server', (db) => {
  let rest: Rest;
  let folder: string;
  before(async () => {
    rest = await openRest(db);
    folder = await mkdtemp(join(tmpdir(), 'segl-cli-'));
  });
  after(async () => {
    await rest.close();
    await rm(folder, { recursive: true });
  });

  const ask = (verb: string, args: readonly string[], io: Partial<Io> = {}) =>
    run(verb, args, { url: `http://127.0.0.1:${rest.port}`, token: rest.token, ...io });
  const copyOf = (id: string) => openSentCopy(rest.ctx, { kind: 'system', id: rest.system, grants: [] }, id);
  const idIn = ({ out }: Ran) => out[0]!.match(/^message {2}([0-9a-f-]{36})$/)![1]!;

  test('person prints the link alone', async () => {
    const args = [
      '--email',
      'lea@example.dk',
      '--name',
      'Lea Holm',
      '--role',
      'compliance',
      '--unit',
      'Borgerservice',
    ];
    const { code, out, err } = await ask('person', args, { token: rest.admin });
    assert.deepEqual([code, err], [0, []]);
    assert.equal(out.length, 1);
    assert.match(out[0]!, /^http:\/\/localhost:3000\/desk\/welcome\/[\w-]{43}$/);
  });

  test('system prints an id and a secret, which sends', async () => {
    const args = [
      '--name',
      'Billing',
      '--from',
      '*@example.dk',
      '--from',
      'a@b.dk',
      '--network',
      '10.0.0.0/8',
      '--owner',
      'lea@example.dk',
    ];
    const { code, out } = await ask('system', args, { token: rest.admin });
    assert.equal(code, 0);
    const secret = out[1]!.match(/^secret {2}([\w-]{43})$/)![1]!;
    const sent = await ask('send', ['--from', 'a@b.dk', ...letter.slice(2), '--text', 'x'], {
      token: secret,
    });
    assert.equal(sent.code, 0, sent.err.join());
  });

  test('send prints a line for each recipient; 3 where not all are on their way', async () => {
    const all = await ask('send', [...letter, '--text', 'Kære Ana']);
    assert.deepEqual([all.code, all.err], [0, []]);
    assert.deepEqual(all.out.slice(1), ['sent  ana@example.com']);
    const some = await ask('send', [
      ...letter,
      '--to',
      'bo@example.com',
      '--to',
      'x,+45,Bo, jun.',
      '--text',
      'x',
    ]);
    assert.equal(some.code, 3);
    assert.deepEqual(some.out.slice(1), [
      'sent  ana@example.com',
      'held  bo@example.com  no_phone',
      'refused  x  email_invalid',
    ]);
  });

  test('text from a file or a pipe, HTML, expiry, and files of any size as they are', async () => {
    const large = randomBytes(20_000_000);
    await writeFile(join(folder, 'large.bin'), large);
    await writeFile(join(folder, 'små "filer".txt'), '');
    await writeFile(join(folder, 'letter.html'), '<p>Hej</p>');
    const shown: string[] = [];
    const args = [
      ...letter,
      ...['--text-file', '-', '--html-file', join(folder, 'letter.html'), '--expires', '2.5'],
      ...['--attach', join(folder, 'large.bin'), '--attach', join(folder, 'små "filer".txt')],
    ];
    const input = async function* () {
      yield Buffer.from('Hej æ').subarray(0, 5);
      yield Buffer.from('Hej æ').subarray(5);
    };
    const ran = await ask('send', args, { input: input(), progress: (line) => shown.push(line) });
    assert.equal(ran.code, 0, ran.err.join());
    const copy = await copyOf(idIn(ran));
    assert.deepEqual([copy?.text, copy?.html], ['Hej æ', '<p>Hej</p>']);
    assert.deepEqual(
      copy?.attachments.map(({ filename, contentType, size }) => [filename, contentType, size]),
      [
        ['large.bin', 'application/octet-stream', 20_000_000],
        ['små _filer_.txt', 'text/plain', 0],
      ],
    );
    const { rows } = await db.database.query<{ days: number }>(
      `select extract(epoch from d.expires_at - m.created_at)::float8 / 86400 as days
        from deliveries d join messages m on m.id = d.message_id where m.id = $1`,
      [idIn(ran)],
    );
    assert.ok(Math.abs(rows[0]!.days - 2.5) < 0.01);
    assert.match(shown.at(-1)!, /^100 % of 20 MiB sent$/);
    assert.equal(new Set(shown).size, shown.length);
  });

  test('the same key sends once', async () => {
    const args = [...letter, '--text', 'x', '--idempotency-key', 'invoice 7'];
    assert.equal(idIn(await ask('send', args)), idIn(await ask('send', args)));
    const other = await ask('send', [...args, '--expires', '3']);
    assert.equal(other.code, 1);
    assert.match(other.err.join(), /Idempotency-Key was used/);
  });

  test('a refusal is told in the server’s own words, also in the middle of an upload', async () => {
    const empty = await ask('send', letter);
    assert.deepEqual([empty.code, empty.out], [1, []]);
    assert.match(empty.err.join(), /neither text nor attachment/);
    const long = await ask('send', [
      ...letter,
      '--to',
      `a@b.dk,+45,${'x'.repeat(300)}`,
      '--attach',
      join(folder, 'large.bin'),
    ]);
    assert.equal(long.code, 1);
    assert.match(long.err.join(), /“to\.1\.name” must have at most 200 characters/);
  });

  test('a token that is none, or may not', async () => {
    const unknown = await ask('send', [...letter, '--attach', join(folder, 'large.bin')], { token: 'none' });
    assert.equal(unknown.code, 1);
    assert.match(unknown.err.join(), /does not know this token. Set SEGL_TOKEN/);
    const forbidden = await ask('person', ['--email', 'a@b.dk', '--name', 'A']);
    assert.equal(forbidden.code, 1);
    assert.match(forbidden.err.join(), /This token may not do that: its scopes lack people/);
  });

  test('several faults are all told', async () => {
    const args = ['--name', 'x', '--from', '*', '--network', 'a', '--network', 'b'];
    const { code, err } = await ask('system', args, { token: rest.admin });
    assert.equal(code, 1);
    assert.match(err.join(), /networks\.0[\s\S]*networks\.1/);
  });
});
