import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openApi } from '../../../src/doors/rest/openapi.ts';
import { operations } from '../../../src/doors/rest/operations.ts';
import { makeDatabase } from '../../support/database.ts';
import { startPrismProxy } from './support/prism-proxy.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

interface Described {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, unknown> };
}
interface OperationObject {
  operationId: string;
  security?: { bearer: string[] }[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}

const described = openApi('https://mail.example.dk') as unknown as Described;
const each = Object.entries(described.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI description', () => {
  test('names the scope that each operation needs', () => {
    const scopeOf = Object.fromEntries(
      each.map(({ operation }) => [operation.operationId, operation.security?.[0]?.bearer[0] ?? null]),
    );
    assert.deepEqual(scopeOf, Object.fromEntries(operations.map(({ id, scope }) => [id, scope])));
    assert.equal(scopeOf.setPolicy, 'policy');
  });

  test('lists every operation once, each with an answer, a 401 and a 503', () => {
    assert.equal(described.openapi, '3.1.0');
    assert.deepEqual(described.servers, [{ url: 'https://mail.example.dk/api/v1' }]);
    assert.equal(new Set(each.map(({ operation }) => operation.operationId)).size, operations.length);
    for (const { path, method, operation } of each) {
      const statuses = Object.keys(operation.responses);
      assert.ok(statuses.includes(method === 'post' ? '201' : '200'), path);
      assert.ok(statuses.includes('401') && statuses.includes('503'), path);
      for (const { description } of Object.values(operation.responses)) assert.ok(description);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((each) => each.in === 'path' && each.required);
      assert.deepEqual(
        declared.map(({ name }) => name),
        named,
      );
    }
  });

  test('its examples are what the schemas take', () => {
    for (const { body, answer, examples, id } of operations) {
      if (body) assert.doesNotThrow(() => body.parse(examples.body), id);
      assert.doesNotThrow(() => answer.parse(examples.answer), id);
    }
  });

  test('its objects are closed, as the schemas are', () => {
    for (const { operation } of each) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema) assert.equal(schema.additionalProperties, false, operation.operationId);
    }
  });
});

describe('real answers, held against the description by prism', () => {
  let rest: Rest;
  let drop: () => Promise<void>;
  let prism: Awaited<ReturnType<typeof startPrismProxy>>;
  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    rest = await openRest(made.db);
    prism = await startPrismProxy((await rest.call('GET', '/openapi.json')).body, rest.url);
  });
  after(async () => {
    await prism?.close();
    await rest?.close();
    await drop?.();
  });

  async function ask(method: string, path: string, body?: unknown, token = rest.admin) {
    const response = await fetch(`${prism.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.equal(response.headers.get('sl-violations'), null, `${method} ${path}: ${response.status}`);
    return { status: response.status, body: (await response.json()) as any };
  }

  test('good ones and refusals', async () => {
    const to = [...draft.to, { email: 'bo@example.com' }, { email: 'none' }, ...draft.to];
    const sent = await ask('POST', '/messages', { ...draft, to });
    assert.equal(sent.status, 201);
    await rest.work();
    const message = `/messages/${sent.body.id}`;
    const [first, held] = sent.body.deliveries.map(({ id }: { id: string }) => `/deliveries/${id}`);
    const policy = {
      gateway: {
        secure: 'by_rule',
        rules: [
          { subjectTag: '[sikker]' },
          { header: 'X-Secure', equals: 'yes' },
          { header: 'X-Secure' },
          { sensitivityLabel: 'Private' },
          { recipientDomain: '*.example.com' },
        ],
      },
    };
    const expected: [number, string, string, unknown?, string?][] = [
      [200, 'GET', message],
      [200, 'GET', '/messages?limit=1'],
      [201, 'POST', `${message}/reminders`, {}],
      [201, 'POST', `${message}/extensions`, { expiresAt: new Date(Date.now() + 1e10).toISOString() }],
      [201, 'POST', `${held}/corrections`, { phone: '+4520123456' }],
      [409, 'POST', `${first}/unlocks`, {}],
      [201, 'POST', '/people', { email: 'lea@example.dk', name: 'Lea' }],
      [201, 'POST', '/systems', { name: 'Prism', from: ['*'], owner: 'lea@example.dk' }],
      [201, 'POST', '/contacts', { contacts: [{ email: 'a@example.com' }] }],
      [409, 'POST', '/people', { email: 'lea@example.dk', name: 'Lea' }],
      [200, 'GET', '/policy'],
      [200, 'PUT', '/policy', policy],
      [200, 'GET', '/policy'],
      [200, 'PUT', '/policy', { gateway: { secure: 'all' } }],
      [422, 'PUT', '/policy', { gateway: { secure: 'by_rule', rules: [{ header: 'X', equals: 5 }] } }],
      [403, 'PUT', '/policy', policy, rest.token],
      [403, 'GET', '/policy', undefined, rest.token],
      [422, 'POST', '/messages', { ...draft, to: [] }],
      [422, 'POST', '/systems', { name: 'x', from: ['*'], networks: ['x'] }],
      [404, 'GET', '/messages/none'],
      [422, 'GET', '/messages?limit=0'],
      [401, 'GET', '/messages', undefined, 'wrong'],
      [403, 'POST', '/people', { email: 'a@example.dk', name: 'A' }, rest.token],
    ];
    for (const [status, method, path, body, token] of expected) {
      assert.equal((await ask(method, path, body, token)).status, status, `${method} ${path}`);
    }
  });

  test('prism would notice: an answer that lacks what the description demands', async () => {
    const description = structuredClone((await rest.call('GET', '/openapi.json')).body);
    const schema = description.paths['/messages'].get.responses['200'].content['application/json'].schema;
    schema.required.push('total');
    const strict = await startPrismProxy(description, rest.url);
    const headers = { authorization: `Bearer ${rest.token}` };
    const response = await fetch(`${strict.url}/messages`, { headers });
    await strict.close();
    assert.match(response.headers.get('sl-violations') ?? '', /total/);
  });
});
