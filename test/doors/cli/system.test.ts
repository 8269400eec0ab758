import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createSecret } from '../../../src/desk/systems/create-secret.ts';
import { systemOf } from '../../../src/desk/systems/secrets.ts';
import { system } from '../../../src/doors/cli/system.ts';
import { makeDatabase } from '../../support/database.ts';
import { openRest, portalManager, type Rest } from '../rest/support/rest.ts';

describe('segl system', () => {
  let rest: Rest;
  let drop: () => Promise<void>;
  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    rest = await openRest(made.db);
  });
  after(async () => {
    await rest.close();
    await drop();
  });

  async function run(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await system.run(args, {
      url: rest.url.replace('/api/v1', ''),
      token: rest.admin,
      out: (line) => out.push(line),
      err: (line) => err.push(line),
    });
    return { code, out, err: err.join('\n') };
  }
  const add = async (name: string) => {
    const { code, out } = await run('--name', name, '--from', '*@example.dk');
    assert.equal(code, 0);
    const [id, secret] = out.map((line) => line.split(/ +/)[1]!) as [string, string];
    return { id, secret };
  };

  test('lists systems and secrets, a line each', async () => {
    const { id, secret } = await add('Zeta\u202egro');
    const { code, out } = await run('--list');
    assert.equal(code, 0);
    assert.ok(out.includes(`${id}\topen\tZeta gro\t*@example.dk`), out.join('\n'));
    const { out: lines } = await run('--secrets', id);
    assert.equal(lines.length, 1);
    assert.match(
      lines[0]!,
      /^[\da-f-]{36}\tlive\tno end\tnever used\tfirst\tmessages:send,messages:read,messages:act$/,
    );
    assert.ok(![...out, ...lines].join().includes(secret));
  });

  test('rotates the only secret, and says until when the old one works', async () => {
    const { id, secret } = await add('Rotated');
    const { code, out, err } = await run('--rotate', id, '--overlap', '2');
    assert.equal(code, 0);
    assert.equal(out[0], `id      ${id}`);
    const fresh = out[1]!.replace('secret  ', '');
    for (const each of [secret, fresh]) assert.equal((await systemOf(rest.ctx, each))?.id, id);
    const until = Date.parse(err.match(/until (\S+)\.$/)![1]!);
    assert.ok(Math.abs(until - Date.now() - 2 * 3_600_000) < 60_000);
    assert.equal((await run('--rotate', id, '--overlap', '0')).code, 0, 'the new one is the only one left');
    assert.equal(await systemOf(rest.ctx, fresh), undefined);
  });

  test('asks which one, where there are several', async () => {
    const { id } = await add('Several');
    const { id: second } = await createSecret(rest.ctx, portalManager, id, {});
    const { code, err } = await run('--rotate', id);
    assert.equal(code, 1);
    assert.match(err, /2 secrets.*--secret/);
    assert.equal((await run('--rotate', id, '--secret', second)).code, 0);
    const again = await run('--rotate', id, '--secret', second);
    assert.equal(again.code, 1);
    assert.match(again.err, /replaced already/);
  });

  const wrong: [string[], RegExp][] = [
    [[], /--from is missing/],
    [['--list', '--rotate', 'x'], /only one of/],
    [['--name', 'x', '--from', '*', '--list'], /only one of/],
    [['--overlap', '3'], /go with --rotate/],
    [['--rotate', ''], /--rotate is missing/],
    ...['721', '-1', '1.5', 'x', ''].map((hours): [string[], RegExp] => [
      ['--rotate', 'x', `--overlap=${hours}`],
      /--overlap must be/,
    ]),
  ];
  for (const [args, sentence] of wrong) {
    test(`usage: ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, []]);
      assert.match(err, sentence);
    });
  }

  test('a system that is none, in any spelling, is told of', async () => {
    for (const id of ['x', '../people', '%00', '0197a3c2-7b1e-7c3a-9f00-000000000001']) {
      const { code, out, err } = await run('--rotate', id);
      assert.deepEqual([code, out], [1, []], id);
      assert.match(err, /nothing (here|at this address)/i);
    }
  });
});
