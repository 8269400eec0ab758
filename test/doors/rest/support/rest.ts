import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import type { Context } from '../../../../src/delivery/context.ts';
import { createSystem } from '../../../../src/desk/systems/create-system.ts';
import { setBootstrapToken } from '../../../../src/desk/systems/systems.ts';
import { scopes } from '../../../../src/message/scopes.ts';
import { type RestOptions, restDoor } from '../../../../src/doors/rest/door.ts';
import type { TestDatabase } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';

/** The REST door alone, over HTTP, on a real database with blobs on disk. */
export interface Rest extends Portal {
  readonly url: string;
  readonly port: number;
  /** A system that may send from anywhere at fredericia.example. */
  readonly token: string;
  readonly system: string;
  /** An administrator's. */
  readonly admin: string;
  readonly failures: { error: unknown; reference: string }[];
  call(method: string, path: string, options?: CallOptions): Promise<Answered>;
  /** What is stored of blobs, and what of unfinished uploads is still listed. */
  remains(): Promise<{ files: string[]; staged: number; messages: number }>;
}

interface CallOptions {
  body?: unknown;
  raw?: RequestInit['body'];
  headers?: Record<string, string>;
  token?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** An administrator of everything. */
export const portalManager = {
  actor: { kind: 'staff', id: '0197a3c2-7b1e-7c3a-9f00-000000000001' },
  units: null,
  scopes,
} as const;

/** `change` may exchange a part of what the door is given, so that it fails. */
export async function openRest(
  db: TestDatabase,
  options: Partial<RestOptions> = {},
  change: (ctx: Context) => Context = (ctx) => ctx,
): Promise<Rest> {
  const portal = await openPortal(db);
  const { ctx } = portal;
  const name = `rest ${randomBytes(6).toString('hex')}`;
  const { id, secret } = await createSystem(ctx, portalManager, { name, from: ['*@fredericia.example'] });
  const admin = randomBytes(24).toString('hex');
  await setBootstrapToken(ctx, admin);
  const failures: { error: unknown; reference: string }[] = [];
  const onFailure = (error: unknown, reference: string) => void failures.push({ error, reference });
  const app = express().use('/api/v1', restDoor(change(ctx), { maxJsonMegabytes: 8, onFailure, ...options }));
  const server = createServer({ requestTimeout: 0 }, app);
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}/api/v1`;
  return {
    ...portal,
    url,
    port,
    token: secret,
    system: id,
    admin,
    failures,
    async call(method, path, { body, raw, headers = {}, token = secret } = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(raw === undefined ? {} : { body: raw }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text ? readBody(response.headers.get('content-type'), text) : undefined,
      };
    },
    async remains() {
      const files = await readdir(join(portal.data, 'blobs'), { recursive: true, withFileTypes: true }).catch(
        () => [],
      );
      const { rows } = await db.owner.query<{ staged: number; messages: number }>(
        'select (select count(*) from staged_blobs)::int as staged, (select count(*) from messages)::int as messages',
      );
      return { files: files.filter((each) => each.isFile()).map(({ name }) => name), ...rows[0]! };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await portal.close();
    },
  };
}

/** What is streamed is no JSON. */
const readBody = (type: string | null, text: string): unknown =>
  /^text\/csv|^application\/(?:jsonl|pdf)/.test(type ?? '') ? text : JSON.parse(text);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

/** Waits for something that another process or connection brings about; fails after ten seconds. */
export const until = (what: string, holds: () => Promise<boolean> | boolean): Promise<boolean> =>
  found(what, async () => (await holds()) || undefined);

/** The same, for something to be found. */
export async function found<Found>(what: string, find: () => Promise<Found | undefined>): Promise<Found> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const result = await find();
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Not within ten seconds: ${what}`);
}

export const draft = {
  from: 'sagsbehandler@fredericia.example',
  to: [{ email: 'ana@example.com', phone: '+4520123456' }],
  subject: 'Afgørelse',
  text: 'Kære Ana',
} as const;
