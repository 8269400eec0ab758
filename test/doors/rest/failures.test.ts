import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { countFailures } from '../../../src/delivery/count-failures.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { openRest, type Rest } from './support/rest.ts';

describe('GET and POST /failures', () => {
  let rest: Rest;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    rest = await openRest(db);
    for (let n = 0; n < 5; n += 1) {
      await db.database.query(
        `insert into failures (id, message_id, recipient, about, reason, at)
          values ($1, $1, $2, 'bounced', 'refused', now() - make_interval(mins => $3))`,
        [randomUUID(), `r${n}@fred.dk`, n],
      );
    }
    await db.database.query(
      `insert into failures (id, about, reason, error) values ($1, 'dead_job', 'export', 'Error ENOSPC')`,
      [randomUUID()],
    );
    await countFailures({ db: db.database } as never);
  });
  after(async () => {
    await rest.close();
    await drop();
  });

  const call = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    rest.call(method, path, { token: rest.admin, ...(body === undefined ? {} : { body }) });

  it('gives page after page, newest first, each failure once', async () => {
    const seen: string[] = [];
    let next = '';
    do {
      const { status, body } = await call('GET', `/failures?kind=bounced&limit=2${next && `&after=${next}`}`);
      assert.equal(status, 200);
      assert.ok(body.failures.length <= 2);
      seen.push(...body.failures.map(({ recipient }: { recipient: string }) => recipient));
      next = body.next ?? '';
    } while (next);
    assert.deepEqual(
      seen,
      Array.from({ length: 5 }, (_, n) => `r${n}@fred.dk`),
    );
  });

  it('gives groups by what is asked for', async () => {
    const { body } = await call('GET', '/failures/groups');
    assert.deepEqual(
      body.groups.map(({ kind, reason, open, recent }: Record<string, unknown>) => [
        kind,
        reason,
        open,
        recent,
      ]),
      [
        ['bounced', 'refused', 5, 5],
        ['dead_job', 'export', 1, 1],
      ],
    );
    const domains = await call('GET', '/failures/groups?by=domain');
    assert.deepEqual(
      domains.body.groups.map(({ domain, open }: Record<string, unknown>) => [domain, open]),
      [
        ['fred.dk', 5],
        [null, 1],
      ],
    );
  });

  it('closes one with a word, once, and shows it among the closed', async () => {
    const { body } = await call('GET', '/failures?domain=FRED.DK&limit=1');
    const [{ id }] = body.failures;
    for (const bad of [{}, { word: '' }, { word: '   ' }, { word: 'x'.repeat(501) }, { word: 'a', more: 1 }])
      assert.equal((await call('POST', `/failures/${id}/closures`, bad)).status, 422, JSON.stringify(bad));
    const done = await call('POST', `/failures/${id}/closures`, { word: 'Rang them' });
    assert.deepEqual([done.status, done.body], [201, { closed: 1 }]);
    const again = await call('POST', `/failures/${id}/closures`, { word: 'Rang them' });
    assert.deepEqual([again.status, again.body.code], [409, 'already_closed']);
    const closed = await call('GET', '/failures?open=false');
    const [line, ...more] = closed.body.failures;
    assert.equal(more.length, 0);
    assert.deepEqual([line.id, line.closing, line.word], [id, 'word', 'Rang them']);
    assert.ok(line.closedAt && line.closedBy);
  });

  it('refuses what it cannot look for, close or try again', async () => {
    for (const query of [
      'kind=x',
      'system=x',
      'domain=a%20b',
      'from=yesterday',
      'open=maybe',
      'limit=0',
      'who=me',
    ])
      assert.equal((await call('GET', `/failures?${query}`)).status, 422, query);
    assert.equal((await call('GET', '/failures/groups?by=person')).status, 422);
    for (const id of [randomUUID(), 'nonsense']) {
      assert.equal((await call('POST', `/failures/${id}/closures`, { word: 'w' })).status, 404);
      assert.equal((await call('POST', `/failures/${id}/retries`, { word: 'w' })).status, 404);
    }
    const { body } = await call('GET', '/failures?kind=dead_job');
    const retried = await call('POST', `/failures/${body.failures[0].id}/retries`, { word: 'w' });
    assert.equal(retried.status, 409, 'its job is not there');
  });
});
