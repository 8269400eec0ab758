import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { acceptMessage } from '../../src/delivery/accept-message.ts';
import type { Context } from '../../src/delivery/context.ts';
import { reserveKey } from '../../src/delivery/idempotency.ts';
import type { Blobs } from '../../src/delivery/ports.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import type { Database, Queryable } from '../../src/evidence/ports.ts';
import { Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { once, openPortal, type Portal, recipientDraft } from '../support/portal.ts';

/** Breaks at the n-th thing that is asked of it: before it is done, or after, when the answer is lost. */
class Breaking {
  readonly at: number;
  readonly isDone: boolean;
  asked = 0;

  constructor(at: number, isDone: boolean) {
    this.at = at;
    this.isDone = isDone;
  }

  async around<Result>(part: 'database' | 'blobs', work: () => Promise<Result>): Promise<Result> {
    this.asked += 1;
    if (this.asked !== this.at) return work();
    if (this.isDone) await work();
    throw new Unavailable(part);
  }

  database(db: Database): Database {
    const statements = (tx: Queryable): Queryable => ({
      query: (text, values) => this.around('database', () => tx.query(text, values)),
    });
    return {
      ...statements(db),
      // The last thing asked of a transaction is its commit.
      transaction: (work) => this.around('database', () => db.transaction((tx) => work(statements(tx)))),
      copyOut: (text, values, signal) => db.copyOut(text, values, signal),
    };
  }

  blobs(blobs: Blobs): Blobs {
    return {
      read: (key, from, to) => blobs.read(key, from, to),
      check: () => blobs.check(),
      put: (key, source) => this.around('blobs', () => blobs.put(key, source)),
      delete: (key) => this.around('blobs', () => blobs.delete(key)),
    };
  }
}

withDatabases('A message, whichever write of it breaks,', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const keysOnDisk = (): string[] =>
    readdirSync(join(portal.data, 'blobs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /^[0-9a-f]{2}\/./.test(name))
      .map((name) => name.slice(3).replaceAll('_', '/'));

  async function attempt(breaking: Breaking, key?: string): Promise<string | undefined> {
    const ctx: Context = {
      ...portal.ctx,
      db: breaking.database(portal.ctx.db),
      blobs: breaking.blobs(portal.ctx.blobs),
    };
    try {
      const reservation = key === undefined ? undefined : await reserveKey(ctx, portal.sender.id, key);
      const staging = new Staging(ctx);
      const file = { filename: 'a', contentType: 'text/plain' };
      await staging.addAttachment(file, once(Buffer.alloc(100_000, 'a')));
      const draft = { from: 'a@example.dk', to: [recipientDraft], subject: 'Whole', text: 'x' };
      return (await acceptMessage(ctx, portal.sender, draft, staging, { reservation })).id;
    } catch (error) {
      assert.ok(error instanceof Unavailable, String(error));
      return undefined;
    }
  }

  for (const isDone of [false, true]) {
    for (const withKey of [false, true]) {
      const what = `${isDone ? 'after' : 'before'} it was done, ${withKey ? 'with' : 'without'} a key`;
      it(`is there wholly or not at all: ${what}`, async () => {
        let answered: string | undefined;
        let at = 0;
        while (answered === undefined) {
          at += 1;
          assert.ok(at < 20, 'no attempt came to its end');
          const breaking = new Breaking(at, isDone);
          const key = withKey ? `key ${isDone} ${at}` : undefined;
          answered = await attempt(breaking, key);
          if (breaking.asked < at) assert.ok(answered, 'nothing broke, and yet it failed');
        }
        assert.ok(at > 3, 'several writes were broken');
        await wholeOrNot();
      });
    }
  }

  async function wholeOrNot(): Promise<void> {
    const messages = await portal.ctx.db.query<{ id: string }>('select id from messages');
    for (const { id } of messages.rows) {
      const content = await openSentCopy(
        portal.ctx,
        { kind: 'system', id, grants: [{ role: 'compliance', unit: null }] },
        id,
      );
      assert.equal(content?.subject, 'Whole');
    }
    const parts = await portal.ctx.db.query<{ blob: string }>(
      'select blob from parts where blob is not null',
    );
    const staged = await portal.ctx.db.query<{ key: string }>('select key from staged_blobs');
    const wanted = parts.rows.map(({ blob }) => blob);
    const onDisk = new Set(keysOnDisk());
    for (const blob of wanted) assert.ok(onDisk.has(blob), `a message lost its file ${blob}`);
    const listed = new Set([...wanted, ...staged.rows.map(({ key }) => key)]);
    for (const key of onDisk) assert.ok(listed.has(key), `nobody would ever delete ${key}`);
  }
});
