import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { verbs } from '../../../src/doors/cli/verbs.ts';
import { openNote } from '../../../src/evidence/log/signed-note.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';

describe('segl keys', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    await until('published', 20, async () => (await get('/log/checkpoint')).status === 200);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  const get = (path: string) => fetch(`${app.url}${path}`);

  async function keys(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      url: app.url,
      token: app.token,
      out: (l: string) => out.push(l),
      err: (l: string) => err.push(l),
    };
    const code = await verbs.keys!.run(args, io);
    return { code, out, err };
  }

  it('lists what signs, and says how the log stands', async () => {
    const { code, out } = await keys();
    assert.equal(code, 0);
    assert.match(out[0]!, /^log {6}localhost:\d+\/log, \d+ entries, \d+ waiting$/);
    assert.equal(out[1], 'state    grows');
    const vkey = (await (await get('/log/vkey')).text()).trim();
    assert.deepEqual(out.at(-1)!.split('\t').slice(1), ['signs', vkey]);
    assert.deepEqual(await keys('list'), { code, out, err: [] });
  });

  it('replaces one: both sign, then the new one', async () => {
    const old = (await (await get('/log/vkey')).text()).trim();
    const oldId = old.split('+')[1]!;
    const { code, out } = await keys('rotate-log');
    assert.equal(code, 0);
    const [vkey] = out;
    await until('signed by both', 20, async () => {
      const note = await (await get('/log/checkpoint')).text();
      return (await openNote(note, [vkey!, old])).verified.length === 2;
    });
    assert.equal(await (await get('/log/vkey')).text(), `${vkey}\n${old}\n`);
    assert.equal((await keys('retire-log', '--key', oldId)).code, 0);
    await until('signed by one', 20, async () => {
      const note = await (await get('/log/checkpoint')).text();
      return (await openNote(note, [vkey!, old])).verified.length === 1;
    });
    assert.equal(await (await get('/log/vkey')).text(), `${vkey}\n`);
    const again = await keys('retire-log', '--key', oldId);
    assert.deepEqual([again.code, again.err], [1, ['No key with this id signs the log.']]);
    const last = await keys('retire-log', '--key', vkey!.split('+')[1]!);
    assert.match(last.err[0]!, /No other key signs the log yet/);
  });

  it('replays the log, and ends with 1 where something does not fit', async () => {
    const fits = await keys('check-log');
    assert.equal(fits.code, 0);
    assert.match(fits.out[0]!, /entries replayed, 0 findings$/);
    await db.owner.transaction(async (tx) => {
      await tx.query('alter table events disable trigger all');
      await tx.query(`update events set details = '{"x":1}' where type = 'log.key_added'`);
      await tx.query('alter table events enable always trigger no_change');
      await tx.query('alter table events enable always trigger stamp');
      await tx.query('alter table events enable always trigger no_truncate');
    });
    const { code, out } = await keys('check-log');
    assert.equal(code, 1);
    assert.match(out[1]!, /says something else than entry \d+ of the log: details\./);
    assert.match((await keys()).out[2]!, /^checked {2}.*: 1 found$/);
  });

  it('opens the log anew where it is closed, and then only', async () => {
    const early = await keys('reopen-log', '--reason', 'x');
    assert.deepEqual(
      [early.code, early.err],
      [1, ['The log is open and grows: there is nothing to reopen.']],
    );
    const before = await (await get('/log/checkpoint')).text();
    await db.database.query("update logs set closed = 'Somebody looked odd.'");
    assert.deepEqual(await (await get('/readyz')).json(), { status: 'ready', closed: ['log'] });
    assert.equal((await keys()).out[1], 'state    closed: Somebody looked odd.');
    assert.match(await (await get('/metrics')).text(), /segl_log_closed 1/);
    const rotated = await keys('rotate-log');
    assert.match(rotated.err[0]!, /The log is closed: Somebody looked odd\./);
    const { code, out } = await keys('reopen-log', '--reason', 'It was a test');
    assert.equal(code, 0);
    await until('published', 20, async () => (await get('/log/2/checkpoint')).status === 200);
    const note = await (await get('/log/2/checkpoint')).text();
    assert.deepEqual((await openNote(note, [out[0]!])).verified, [out[0]]);
    assert.match(note, /^localhost:\d+\/log\/2\n/);
    const old = await get('/log/checkpoint');
    assert.equal(await old.text(), before, 'the old one stays where it was');
    assert.equal(old.headers.get('link'), '</log/2/checkpoint>; rel="successor-version"');
    assert.deepEqual(await (await get('/readyz')).json(), { status: 'ready' });
  });

  it('says how it is used', async () => {
    for (const args of [
      ['nonsense'],
      ['list', 'twice'],
      ['retire-log'],
      ['reopen-log'],
      ['list', '--key', 'x'],
      ['rotate-log', '--reason', 'x'],
    ]) {
      const { code, err } = await keys(...args);
      assert.deepEqual([code, err.length], [2, 1], args.join(' '));
    }
    assert.match((await keys('--help')).out[0]!, /segl keys rotate-log/);
  });
});
