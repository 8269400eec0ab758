import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Router } from 'express';
import type { WebOptions } from '../../../src/doors/web/options.ts';
import { deskRoutes } from '../../../src/doors/web/desk/routes.ts';
import { until } from '../rest/support/rest.ts';
import { type App, freePort, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { changedTables, stateOf } from '../../support/state.ts';
import { buildHouse, type House, type Visiting, visiting, words } from './doors/house.ts';
import type { Request, Row } from './doors/row.ts';
import { needingProof, rows, signingOut } from './doors/table.ts';
import type { Answer, Visitor } from './visitor.ts';

const { here, there } = words;

/** The words that may stand in what somebody is shown: of their own unit, and what their role sees. */
const maySee: Readonly<Record<Visiting, readonly string[]>> = {
  nobody: [],
  forged: [],
  pending: [here.managed], // Their own address.
  ended: [],
  gone: [],
  sender: [here.managed, here.written],
  abroad: [there.managed, there.written],
  weakOfficer: [here.managed],
  officer: [here.managed, here.written],
  chief: [here.managed, there.managed, here.written, there.written],
  weakAdmin: [here.managed],
  local: [here.managed],
  foreign: [there.managed],
  root: [here.managed, there.managed],
};
const allWords = [here.managed, here.written, there.managed, there.written];

describe('At every door of the desk', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let house: House;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db, { SEGL_OIDC_STAFF: `http://segl:secret@127.0.0.1:${await freePort()}/` });
    house = await buildHouse(db, app);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  it('somebody has said who gets in', () => {
    const there = routesOf(deskRoutes({ ctx: {}, identity: {} } as WebOptions));
    assert.deepEqual([...new Set([...rows, signingOut].map(({ route }) => route))].sort(), there.sort());
  });

  for (const row of rows) door(row);

  function door({ route, about, gets, ask }: Row): void {
    it(`${route}${about ? ` (${about})` : ''}`, async () => {
      await db.database.query('delete from looks');
      const expected = gets.split(/[ |]+/);
      assert.equal(expected.length, visiting.length, 'a column is missing');
      const columns = visiting.map((name, index) => ({ name, expects: expected[index]! }));
      const got: Record<string, string> = {};
      const send = async (name: Visiting, request: Request) => {
        const answer = await sendTo(house.visitorOf(name), route, request);
        got[name] = outcomeOf(answer, request);
        const seen = allWords.filter((word) => !maySee[name].includes(word) && holds(answer, word));
        if (seen.length > 0) got[name] += ` and reads ${seen.join(', ')}`;
      };
      const refused = columns.filter(({ expects }) => expects !== 'ok');
      const request = (await ask?.(house, 'refused')) ?? {};
      await idle();
      const before = await stateOf(db);
      // No more at once than may try to sign in.
      for (let from = 0; from < refused.length; from += 5) {
        await db.database.query('delete from budgets');
        await Promise.all(refused.slice(from, from + 5).map(({ name }) => send(name, request)));
      }
      const changed = changedTables(before, await stateOf(db));
      for (const { name, expects } of columns) {
        if (expects === 'ok') await send(name, (await ask?.(house, 'allowed')) ?? {});
      }
      for (const { name, expects } of refused) {
        if (expects === 'void' && got[name] === 'ok') got[name] = 'void';
      }
      assert.deepEqual(
        columns.map(({ name }) => `${name}: ${got[name]}`),
        columns.map(({ name, expects }) => `${name}: ${expects}`),
      );
      assert.deepEqual(changed, route === signingOut.route ? ['staff_sessions'] : []);
    });
  }

  it('nobody is made to do anything by another site', async () => {
    await idle();
    const asked = [...rows, signingOut].filter(({ route }) => route.startsWith('POST'));
    const requests = await Promise.all(asked.map(({ ask }) => ask?.(house, 'refused') ?? {}));
    const before = await stateOf(db);
    for (const [index, { route, about }] of asked.entries()) {
      for (const origin of ['https://evil.example', 'null', `${app.url}.evil.example`]) {
        const answer = await sendTo(house.visitorOf('root'), route, requests[index]!, { origin });
        assert.equal(answer.status, 403, `${route} (${about}) from ${origin}`);
      }
    }
    assert.deepEqual(changedTables(before, await stateOf(db)), []);
  });

  it('what is dangerous asks anew who it is, whatever their roles', async () => {
    await idle();
    const stale = () =>
      db.database.query(
        `with forgotten as (delete from budgets)
          update staff_sessions set proven_at = '2026-01-01' where person_id = $1`,
        [house.root.id],
      );
    const labelled = rows.map((row) => ({
      ...row,
      label: row.about ? `${row.route} (${row.about})` : row.route,
    }));
    const isAsked = async ({ route, ask }: Row) => {
      const request = (await ask?.(house, 'allowed')) ?? {};
      await stale();
      const answer = await sendTo(house.visitorOf('root'), route, request);
      return outcomeOf(answer, request) === 'step-up' || /step-up\?next=/.test(answer.text);
    };
    const asked: string[] = [];
    for (const row of labelled) if (await isAsked(row)) asked.push(row.label);
    assert.deepEqual(asked, needingProof);
    await idle();
    const requests = new Map<Row, Request>();
    const dangerous = labelled.filter(({ label }) => needingProof.includes(label));
    for (const row of dangerous) requests.set(row, (await row.ask?.(house, 'refused')) ?? {});
    await stale();
    const before = await stateOf(db);
    for (const [row, request] of requests) await sendTo(house.visitorOf('root'), row.route, request);
    assert.deepEqual(changedTables(before, await stateOf(db)), []);
  });

  door(signingOut);

  /** Until the work behind the pages has nothing to do that could change anything. */
  const idle = () =>
    until('idle', async () => {
      const { count } = await db.database.query(
        'select from jobs where dead_at is null and (run_at <= now() or leased_until > now())',
      );
      return count === 0;
    });

  function sendTo(
    visitor: Visitor,
    route: string,
    { path, form, json, fields, file }: Request,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const [method, pattern] = route.split(' ') as [string, string];
    const address = `/desk${path ?? pattern}`;
    if (method === 'GET') return visitor.get(address);
    if (file) return house.sendFile(visitor, file, headers);
    if (fields) return visitor.postFiles(address, fields, [], headers);
    if (form) return visitor.post(address, form, headers);
    return visitor.ask(address, {
      method,
      headers: { 'content-type': 'application/json', origin: app.url, ...headers },
      body: JSON.stringify(json),
    });
  }
});

/** As `Row.gets` says it. */
function outcomeOf({ status, headers, text }: Answer, { path = '' }: Request): ReturnType<() => Row['gets']> {
  const location = String(headers.location ?? '');
  if (status === 303) {
    if (/^\/desk\/sign-in$/.test(location)) return 'in';
    if (/^\/desk\/second-factor\b/.test(location)) return '2fa';
    if (/^\/desk\/step-up\b/.test(location)) return 'step-up';
    const isAction = /^\/(?:messages|deliveries)\/[^/]+\/(?!looks)/.test(path);
    return isAction && /^\/desk\/messages\/[0-9a-f-]{36}$/.test(location) ? 'why' : 'ok';
  }
  if (status === 200 || status === 201) return /action="[^"]*\/looks"/.test(text) ? 'why' : 'ok';
  return String(status);
}

const holds = ({ text, headers }: Answer, word: string): boolean =>
  `${JSON.stringify(headers)} ${text}`.toLowerCase().includes(word.toLowerCase());

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly rawPath: string;
  readonly handle: Partial<Router>;
}

/** Every route of a router and of those that it uses, as `GET /people/:id`. */
function routesOf(router: Partial<Router>, above = ''): string[] {
  return (router.stack as unknown as Layer[]).flatMap(({ route, rawPath, handle }) => {
    const path = (below: string) => `${above}${below}`.replace(/(?<=.)\/$/, '');
    if (route)
      return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path(route.path)}`);
    return handle.stack ? routesOf(handle, path(rawPath === '/' ? '' : rawPath)) : [];
  });
}
