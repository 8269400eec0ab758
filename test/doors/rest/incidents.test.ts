import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { readStrictCsv } from '../../desk/exports/support.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

describe('Incidents over REST', () => {
  let rest: Rest;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    rest = await openRest(db);
  });
  after(async () => {
    await rest.close();
    await drop();
  });

  const call = (method: string, path: string, body?: unknown) =>
    rest.call(method, path, { token: rest.admin, ...(body === undefined ? {} : { body }) });
  const open = async (body: object = {}) => {
    const answered = await call('POST', '/incidents', { title: 'Letters to a wrong address', ...body });
    assert.equal(answered.status, 201, JSON.stringify(answered.body));
    return answered.body;
  };
  const refusal = async (method: string, path: string, body: unknown, expected: unknown[]) => {
    const { status, body: problem } = await call(method, path, body);
    assert.deepEqual([status, problem.code, problem.field].slice(0, expected.length), expected, path);
  };

  it('go the whole way from opening to closing and back', async () => {
    const sent = (await rest.call('POST', '/messages', { body: draft })).body;
    const message = sent.id as string;
    const delivery = sent.deliveries[0].id as string;
    const anna = await addColleague(db, rest.sender.unit);
    const made = await open({
      origin: 'recall',
      awareAt: '2026-03-27T12:00:00+01:00',
      messages: [{ message, delivery }],
      responsible: anna.id,
    });
    assert.deepEqual(
      [made.unit, made.origin, made.awareAt, made.dueAt, made.needsDelayReason],
      ['Borgerservice', 'recall', '2026-03-27T11:00:00.000000Z', '2026-03-30T11:00:00.000000Z', true],
    );
    assert.deepEqual([made.messages[0].message, made.messages[0].delivery], [message, delivery]);
    const path = `/incidents/${made.id}`;
    const { body: changed } = await call('PUT', path, {
      version: 1,
      title: made.title,
      awareAt: made.awareAt,
      cause: 'wrong_address',
      dataKinds: ['health'],
      persons: 2,
    });
    assert.deepEqual([changed.version, changed.persons, changed.dataKinds], [2, 2, ['health']]);
    assert.ok(!('responsible' in changed) && !('unit' in changed), 'what is left out is removed');
    await refusal('PUT', path, { version: 1, title: 'x', awareAt: made.awareAt }, [409, 'changed_meanwhile']);
    await refusal('POST', `${path}/closures`, { version: 2 }, [422, 'invalid', 'decision']);
    const why = 'Nobody opened it.';
    const decided = await call('POST', `${path}/decisions`, { version: 2, decision: 'no_report', why });
    assert.deepEqual(
      [decided.status, decided.body.decision.decision, decided.body.decision.why],
      [201, 'no_report', why],
    );
    assert.match(decided.body.decision.by, /\w/);
    await call('POST', `${path}/messages`, { messages: [{ message }] });
    await call('POST', `${path}/told`, { party: 'wrong_recipient', who: 'By phone' });
    const { tasks } = (
      await call('POST', `${path}/tasks`, { what: 'Check', owner: anna.id, dueOn: '2026-12-01' })
    ).body;
    assert.deepEqual([tasks[0].owner, tasks[0].dueOn], [anna.id, '2026-12-01']);
    await refusal('POST', `${path}/closures`, { version: 3 }, [422, 'invalid', 'tasks']);
    await call('POST', `${path}/completions`, { task: tasks[0].id });
    const closed = await call('POST', `${path}/closures`, { version: 3 });
    assert.deepEqual([closed.status, closed.body.version, typeof closed.body.closedAt], [201, 4, 'string']);
    assert.equal(closed.body.messages.length, 2);
    assert.equal(closed.body.told[0].party, 'wrong_recipient');
    for (const [part, body] of [
      ['decisions', { version: 4, decision: 'report', why }],
      ['messages', { messages: [{ message }] }],
      ['told', { party: 'police', who: 'x' }],
      ['tasks', { what: 'x' }],
      ['completions', { task: tasks[0].id }],
      ['closures', { version: 4 }],
    ] as const) {
      await refusal('POST', `${path}/${part}`, body, [409, 'already_closed']);
    }
    assert.equal((await call('POST', `${path}/reopenings`, { version: 4 })).body.version, 5);
    await refusal('POST', `${path}/reopenings`, { version: 5 }, [409, 'changed_meanwhile']);
    assert.deepEqual((await call('GET', path)).body.version, 5);
  });

  it('are listed page by page, by year, state and message', async () => {
    await db.owner.query('truncate incidents cascade');
    const { id: message } = (await rest.call('POST', '/messages', { body: draft })).body;
    const numbers: string[] = [];
    for (let n = 0; n < 3; n += 1)
      numbers.unshift((await open(n === 1 ? { messages: [{ message }] } : {})).number);
    const first = (await call('GET', '/incidents?limit=2')).body;
    const second = (await call('GET', `/incidents?limit=2&after=${first.next}`)).body;
    assert.deepEqual(
      [...first.incidents, ...second.incidents].map(({ number }: { number: string }) => number),
      numbers,
    );
    assert.ok(!('next' in second));
    const year = numbers[0]!.slice(0, 4);
    for (const [query, count] of [
      [`year=${year}`, 3],
      ['year=2001', 0],
      ['open=true', 3],
      ['open=false', 0],
      [`message=${message}`, 1],
      [`message=${randomUUID()}`, 0],
    ] as const) {
      assert.equal((await call('GET', `/incidents?${query}`)).body.incidents.length, count, query);
    }
    await refusal('GET', `/incidents?after=${randomUUID()}`, undefined, [410, 'gone']);
    for (const query of [
      'after=x',
      'year=x',
      'open=perhaps',
      'message=x',
      'limit=0',
      'limit=1001',
      'more=1',
    ]) {
      await refusal('GET', `/incidents?${query}`, undefined, [422, 'invalid', query.split('=')[0]]);
    }
  });

  it('come out as a register', async () => {
    await open({ what: 'a\nb' });
    const { status, headers, body } = await call('GET', '/incident-register');
    assert.equal(status, 200);
    assert.match(headers.get('content-disposition')!, /^attachment; filename="incidents\.csv"$/);
    assert.ok(readStrictCsv(body).length > 1);
    const excel = (await call('GET', '/incident-register?format=excel&year=2001')).body as string;
    assert.equal(readStrictCsv(excel.replace(/^\ufeff/, ''), ';').length, 1);
    await refusal('GET', '/incident-register?format=pdf', undefined, [422, 'invalid', 'format']);
  });

  it('take nothing that is none, and name the field', async () => {
    const { id, awareAt } = await open();
    const long = 'x'.repeat(100_000);
    const future = new Date(Date.now() + 3_600_000).toISOString();
    for (const [body, field] of [
      [{}, 'title'],
      [{ title: '' }, 'title'],
      [{ title: ' ' }, 'title'],
      [{ title: long }, 'title'],
      [{ title: 'x', what: long }, 'what'],
      [{ title: 'x', what: 'a\0b' }, 'what'],
      [{ title: 'x', what: '\ud800' }, 'what'],
      [{ title: 'x', awareAt: future }, 'awareAt'],
      [{ title: 'x', awareAt: '2026-03-29T02:30' }, 'awareAt'],
      [{ title: 'x', followUpOn: '2026-02-30' }, 'followUpOn'],
      [{ title: 'x', persons: -1 }, 'persons'],
      [{ title: 'x', persons: '2' }, 'persons'],
      [{ title: 'x', cause: 'gremlins' }, 'cause'],
      [{ title: 'x', dataKinds: ['secrets'] }, 'dataKinds.0'],
      [{ title: 'x', responsible: 'Anna' }, 'responsible'],
      [{ title: 'x', responsible: randomUUID() }, 'responsible'],
      [{ title: 'x', unit: 'Nowhere' }, 'unit'],
      [{ title: 'x', origin: 'dream' }, 'origin'],
      [{ title: 'x', messages: [{ message: 'x' }] }, 'messages.0.message'],
      [{ title: 'x', id: randomUUID() }, 'id'],
    ] as const) {
      await refusal('POST', '/incidents', body, [422, 'invalid', field]);
    }
    await refusal('POST', '/incidents', { title: 'x', messages: [{ message: randomUUID() }] }, [
      404,
      'not_found',
    ]);
    await refusal('PUT', `/incidents/${id}`, { version: 1, title: 'x' }, [422, 'invalid', 'awareAt']);
    await refusal('PUT', `/incidents/${id}`, { title: 'x', awareAt }, [422, 'invalid', 'version']);
    for (const [part, body, field] of [
      ['decisions', { version: 1, decision: 'perhaps', why: 'x' }, 'decision'],
      ['decisions', { version: 1, decision: 'report', why: ' ' }, 'why'],
      ['decisions', { version: 1, decision: 'report', why: long }, 'why'],
      ['messages', { messages: [] }, 'messages'],
      ['told', { party: 'press', who: 'x' }, 'party'],
      ['told', { party: 'police', who: 'x', at: future }, 'at'],
      ['tasks', { what: long }, 'what'],
      ['tasks', { what: 'x', owner: randomUUID() }, 'owner'],
      ['completions', { task: 'x' }, 'task'],
      ['closures', {}, 'version'],
      ['reopenings', { version: 0 }, 'version'],
    ] as const) {
      await refusal('POST', `/incidents/${id}/${part}`, body, [422, 'invalid', field]);
    }
    await refusal('POST', `/incidents/${id}/completions`, { task: randomUUID() }, [404, 'not_found']);
    for (const none of ['x', randomUUID()]) {
      await refusal('GET', `/incidents/${none}`, undefined, [404, 'not_found']);
      await refusal('POST', `/incidents/${none}/closures`, { version: 1 }, [404, 'not_found']);
    }
    assert.equal((await call('GET', `/incidents/${id}`)).body.version, 1);
  });

  it('are for secrets with their scope alone, of whatever unit', async () => {
    await addUnit(db);
    const { status, body } = await rest.call('GET', '/incidents', { token: rest.token });
    assert.deepEqual([status, body.code], [403, 'forbidden']);
  });
});
