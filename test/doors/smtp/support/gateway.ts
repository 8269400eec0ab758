import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { type App, type OutboxEntry, startApp } from '../../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../../support/database.ts';
import { until } from '../../../support/process.ts';
import { Client, type Reply, type Transaction, transact } from './client.ts';
import { mailOf, phoneLine } from './mail.ts';

/** Any other address is a stranger's. */
export const trusted = '127.0.0.1';
export const bounces = 'bounces.example';

export interface Gateway extends App {
  readonly db: TestDatabase;
  readonly port: number;
  /** The system of the trusted address. */
  readonly havn: { readonly id: string; readonly secret: string };
  rows<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  addSystem(name: string, from?: string[], more?: object): Promise<{ id: string; secret: string }>;
  /** Adds a system that sends from this address without AUTH, and waits until the gateway has heard of it. */
  addNeighbour(name: string, from: string[], address: string): Promise<void>;
  /** What is stored of messages, and what lies about. Waits for nothing. */
  stored(): Promise<Stored>;
  /** The newest mail that fits, within half a minute: those to senders are gathered for some seconds first. */
  mailed(fits: (mail: OutboxEntry) => boolean): Promise<OutboxEntry>;
  /** Sends one mail over a connection of its own, from the trusted address unless told. */
  send(transaction: Partial<Transaction>, from?: string): Promise<Reply>;
}

export interface Stored {
  messages: number;
  parts: number;
  deliveries: number;
  staged: number;
  blobs: number;
}

/**
 * Describes `name` on the whole product with its gateway, and on a database of its own. What it logged is looked through
 * in the end: nothing of a person may stand there.
 */
export function withGateway(
  name: string,
  body: (gateway: Gateway) => void,
  env: Record<string, string> = {},
): void {
  describe(name, () => {
    const gateway = {} as Gateway;
    let drop = async () => {};
    before(async () => {
      const made = await makeDatabase();
      drop = made.drop;
      Object.assign(gateway, await startGateway(made.db, env));
    });
    after(async () => {
      await gateway.close?.();
      await drop();
      assertNothingPersonal(gateway.logged ?? []);
    });
    body(gateway);
  });
}

export async function startGateway(db: TestDatabase, env: Record<string, string> = {}): Promise<Gateway> {
  const app = await startApp(db, {
    SEGL_SMTP: '127.0.0.1:0',
    SEGL_SMTP_TRUSTED: `${trusted}=havn`,
    SEGL_BOUNCES: bounces,
    ...env,
  });
  const addSystem: Gateway['addSystem'] = async (name, from = [`*@${name}.example`], more = {}) => {
    const answer = await app.post('/api/v1/systems', { name, from, ...more });
    assert.equal(answer.status, 201, await answer.clone().text());
    return (await answer.json()) as { id: string; secret: string };
  };
  const rows: Gateway['rows'] = async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await db.database.query<Row>(sql, values)).rows;
  const stored = async (): Promise<Stored> => {
    const [counts] = await rows<Omit<Stored, 'blobs'>>(
      `select (select count(*)::int from messages) as messages, (select count(*)::int from parts) as parts,
        (select count(*)::int from deliveries) as deliveries, (select count(*)::int from staged_blobs) as staged`,
    );
    return { ...counts!, blobs: await filesIn(join(app.data, 'blobs')) };
  };
  return {
    ...app,
    db,
    port: app.smtp!,
    havn: await addSystem('havn'),
    rows,
    addSystem,
    async addNeighbour(name, from, address) {
      await addSystem(name, from, { networks: [`${address}/32`] });
      await until('known', 10, async () => {
        const client = await Client.greeted(app.smtp!, address);
        await client.say('MAIL FROM:<>', 250);
        const { code } = await client.ask('RCPT TO:<ana@example.com>');
        client.cut();
        return code === 250;
      });
    },
    stored,
    async mailed(fits) {
      let found: OutboxEntry | undefined;
      await until('mailed', 30, async () => {
        found = (await app.outbox()).find((entry) => entry.kind === 'mail' && fits(entry));
        return found !== undefined;
      });
      return found!;
    },
    async send(transaction, from) {
      const client = await Client.greeted(app.smtp!, from);
      const reply = await transact(client, {
        from: 'sag@havn.example',
        to: ['ana@example.com'],
        data: mailOf({ headers: [phoneLine()] }),
        ...transaction,
      });
      client.cut();
      return reply;
    },
  };
}

/** What was stored comes to be as before: nothing of a mail stays, also not what is let go of after the reply. */
export async function nothingStays(gateway: Gateway, before: Stored): Promise<void> {
  let now = before;
  await until('as before', 10, async () => {
    now = await gateway.stored();
    return JSON.stringify(now) === JSON.stringify(before);
  }).catch(() => assert.deepEqual(now, before));
}

/** The id of the message that a 250 names. */
export function messageIn(reply: Reply): string {
  assert.equal(reply.code, 250, reply.text);
  return reply.text.match(/Taken as ([\w-]{36})/)![1]!;
}

async function filesIn(folder: string): Promise<number> {
  const all = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return all.filter((entry) => entry.isFile()).length;
}

/** Neither address nor domain of one, number, subject, Message-ID, file name nor word of any mail of these tests. */
export function assertNothingPersonal(lines: readonly string[]): void {
  for (const line of lines) {
    assert.doesNotMatch(line, /@|\.example|example\.|\+45|2012345|mid-|emne|skels|kære|bilag|ana\b|bo\b/i);
  }
}
