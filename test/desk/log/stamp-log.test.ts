import assert from 'node:assert/strict';
import { randomUUID, X509Certificate } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, afterEach, before, it } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { httpAuthority } from '../../../src/backends/tsa/http-authority.ts';
import { sayAuthority } from '../../../src/composition/say-authority.ts';
import { sayAnchor } from '../../../src/composition/say-anchor.ts';
import type { Context } from '../../../src/delivery/context.ts';
import type { Job, NotYet } from '../../../src/delivery/job-types.ts';
import { anchorState } from '../../../src/desk/log/anchor-state.ts';
import { stampDelays, stampLog } from '../../../src/desk/log/stamp-log.ts';
import { recordPlainEvent } from '../../../src/evidence/record-plain-event.ts';
import { readStamps } from '../../../src/evidence/timestamps/read-stamps.ts';
import { verifyTimestamp } from '../../../src/evidence/timestamps/verify-token.ts';
import { freePort } from '../../support/app.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../../support/timestamp-authority.ts';

withDatabases('The log is stamped', (db) => {
  let portal: Portal;
  let authority: TimestampAuthority;
  let stranger: TimestampAuthority;
  let honest: TimestampAuthority['behave'];
  let size = 0;
  let log = 0;
  before(async () => {
    portal = await openPortal(db);
    [authority, stranger] = await Promise.all([
      startTimestampAuthority({ keys: 'ec:P-256' }),
      startTimestampAuthority({ keys: 'ec:P-256' }),
    ]);
    honest = authority.behave;
  });
  afterEach(() => {
    authority.behave = honest;
  });
  after(async () => {
    await Promise.all([portal?.close(), authority?.close(), stranger?.close()]);
  });

  const job = (attempts = 1, id = 1_000_000_000): Job => ({
    id,
    kind: 'timestamp_log',
    payload: {},
    sealed: null,
    attempts,
  });
  const stamp = (
    options: { ctx?: Context; patience?: number; attempts?: number } = {},
  ): Promise<NotYet | undefined | void> =>
    stampLog(options.ctx ?? portal.ctx, httpAuthority(new URL(authority.url), options.patience))(
      job(options.attempts),
      async () => {},
    );
  /** The checkpoint of a log that has grown, as far as a stamp asks about it. */
  const grow = async (by = 1): Promise<string> => {
    if (log === 0) {
      log = 1;
      await db.owner.query("insert into logs (id, origin) values (1, 'segl.example/log')");
    }
    for (let each = 0; each < by; each += 1) {
      const event = await recordPlainEvent(db.database, {
        type: 'policy.changed',
        actor: { kind: 'system', id: randomUUID() },
      });
      await db.owner.query('delete from pending_events where event = $1', [event]);
      await db.owner.query(
        "insert into log_entries (log, index, event, entry, leaf) values (1, $1, $2, 'x', 'x')",
        [size++, event],
      );
    }
    const checkpoint = `segl.example/log\n${size}\n${'A'.repeat(43)}=\n\n— segl.example/log c2lnbmVk\n`;
    await db.owner.query('update logs set size = $1, checkpoint = $2 where id = 1', [size, checkpoint]);
    return checkpoint;
  };
  const stamps = async () =>
    (await db.owner.query<{ size: number }>('select size from log_timestamps order by size')).rows.map(
      (row) => row.size,
    );

  it('not at all while there is none, or nothing in it', async () => {
    await stamp();
    await db.owner.query("insert into logs (id, origin) values (1, 'segl.example/log')");
    log = 1;
    await stamp();
    assert.deepEqual([await stamps(), authority.asked.length], [[], 0]);
    assert.deepEqual(await anchorState(portal.ctx), {
      isAnchored: false,
      last: undefined,
      unstampedSeconds: 0,
      clockOffSeconds: 0,
    });
  });

  it('with a token that openssl verifies, and once for each size', async () => {
    const checkpoint = await grow(3);
    assert.ok((await anchorState(portal.ctx)).unstampedSeconds >= 0);
    assert.equal(await stamp(), undefined);
    assert.equal(await stamp(), undefined);
    assert.deepEqual([await stamps(), authority.asked.length], [[3], 1]);
    const [found] = await readStamps(db.database, 1, [0]);
    assert.equal(found!.checkpoint, checkpoint);
    const bytes = new TextEncoder().encode(checkpoint);
    await authority.verify(found!.token, bytes);
    const { genTime, trusted } = await verifyTimestamp(found!.token, bytes, { roots: [authority.rootDer] });
    assert.ok(trusted);
    assert.equal(Date.parse(found!.stampedAt), Date.parse(genTime));
    await assert.rejects(authority.verify(found!.token, bytes.slice(1)));
    await assert.rejects(stranger.verify(found!.token, bytes));
    const { last, unstampedSeconds, clockOffSeconds } = await anchorState(portal.ctx);
    assert.deepEqual([last?.size, unstampedSeconds, clockOffSeconds], [3, 0, 0]);
  });

  it('by a request that names the digest, a nonce, and wants the certificates', async () => {
    const stdout = await authority.show(authority.asked[0]!);
    assert.match(stdout, /Version: 1\n/);
    assert.match(stdout, /Hash Algorithm: sha256/);
    assert.match(stdout, /Nonce: 0x[0-9A-F]{15,16}/);
    assert.match(stdout, /Certificate required: yes/);
  });

  it('so that of each entry the stamps before and after it are found, each once', async () => {
    for (const by of [2, 4, 1]) {
      await grow(by);
      await stamp();
    }
    await grow();
    assert.deepEqual(await stamps(), [3, 5, 9, 10]);
    const sizes = async (...indexes: number[]) =>
      (await readStamps(db.database, 1, indexes)).map((each) => each.size);
    assert.deepEqual(await sizes(), []);
    assert.deepEqual(await sizes(0), [3]);
    assert.deepEqual(await sizes(2), [3]);
    assert.deepEqual(await sizes(3), [3, 5]);
    assert.deepEqual(await sizes(8), [5, 9]);
    assert.deepEqual(await sizes(9), [9, 10]);
    assert.deepEqual(await sizes(10), [10]);
    assert.deepEqual(await sizes(10, 3, 4, 3, 2), [3, 5, 10]);
    assert.deepEqual(await readStamps(db.database, 2, [1]), []);
    await stamp();
  });

  it('by stamps that nobody can change or remove, and the server’s role cannot even try', async () => {
    for (const statement of [
      'update log_timestamps set size = size + 1000',
      'delete from log_timestamps',
      'truncate log_timestamps',
    ]) {
      await assert.rejects(db.owner.query(statement), /append-only/);
      await assert.rejects(db.database.query(statement), /permission denied/);
    }
  });

  for (const [what, because, behave] of [
    ['is in trouble', 'http_503', (r: ServerResponse) => r.writeHead(503).end('busy')],
    [
      'leads elsewhere',
      'http_302',
      (r: ServerResponse) => r.writeHead(302, { Location: stranger.url }).end(),
    ],
    ['shows a page', 'not_readable', (r: ServerResponse) => r.end('<html>Maintenance</html>')],
    ['says nothing', 'not_readable', (r: ServerResponse) => r.end()],
    ['hangs up', '', (r: ServerResponse) => r.destroy()],
    ['sends without end', 'too_large', (r: ServerResponse) => r.end(Buffer.alloc(300_000, 0x30))],
  ] as const) {
    it(`later where the authority ${what}`, async () => {
      await grow();
      const before = await stamps();
      authority.behave = (_query, _request, response) => void behave(response);
      const outcome = await stamp();
      assert.match(outcome?.because ?? '', new RegExp(`^no timestamp: ${because}`));
      assert.equal(await stamp({ attempts: stampDelays.length }), undefined, 'the last try ends the job');
      assert.deepEqual(await stamps(), before);
    });
  }

  it('later where the authority is slow, in bounded time', async () => {
    await grow();
    const before = await stamps();
    for (const slow of [
      () => undefined,
      (response: ServerResponse) => void response.writeHead(200).write('0'),
    ]) {
      authority.behave = (_query, _request, response) => void slow(response);
      assert.deepEqual(await stamp({ patience: 300 }), { because: 'no timestamp: timeout' });
    }
    assert.deepEqual(await stamps(), before);
  });

  it('later where the authority is down', async () => {
    await grow();
    const nobody = httpAuthority(new URL(`http://127.0.0.1:${await freePort()}/`));
    const outcome = await stampLog(portal.ctx, nobody)(job(), async () => {});
    assert.deepEqual(outcome, { because: 'no timestamp: ECONNREFUSED' });
  });

  it('never with what is no answer to the request', async () => {
    await grow();
    const before = await stamps();
    const queryOf = (digest: string) => authority.query(new TextEncoder().encode('other'), [digest, '-cert']);
    const answers: [string, (query: Buffer) => Promise<Buffer>][] = [
      ['bad_imprint', async () => authority.reply(await queryOf('-sha256'))],
      ['another_nonce', (query) => authority.reply(withOtherNonce(query))],
      // A digest that this authority does not take: status 2, no token.
      ['refused_2', async () => authority.reply(await queryOf('-md5'))],
      // Granted on the outside, but nothing granted.
      ['not_readable', async () => Buffer.from('3005300302010000'.slice(0, 14), 'hex')],
      ['bad_certificate', async (query) => authority.reply(withoutCertificates(query))],
      ['not_readable', async (query) => (await authority.reply(query)).subarray(0, -1)],
    ];
    for (const [because, answer] of answers) {
      authority.behave = async (query, _request, response) => void response.end(await answer(query));
      assert.deepEqual(await stamp(), { because: `no timestamp: ${because}` });
    }
    assert.deepEqual(await stamps(), before);
  });

  it('only when no event has waited for it long', async () => {
    await grow();
    const before = await stamps();
    const asked = authority.asked.length;
    const event = await recordPlainEvent(db.database, {
      type: 'policy.changed',
      actor: { kind: 'system', id: randomUUID() },
    });
    await db.owner.transaction(async (tx) => {
      await tx.query('alter table events disable trigger all');
      await tx.query("update events set at = at - interval '31 s' where id = $1", [event]);
      await tx.query('alter table events enable always trigger stamp');
      await tx.query('alter table events enable always trigger no_change');
      await tx.query('alter table events enable always trigger no_truncate');
    });
    assert.deepEqual(await stamp(), { retryInSeconds: 5, because: 'the log is behind its events' });
    assert.equal(await stamp({ attempts: stampDelays.length }), undefined);
    assert.deepEqual([await stamps(), authority.asked.length], [before, asked]);
    await db.owner.query('delete from pending_events');
    await stamp();
    assert.equal((await stamps()).length, before.length + 1);
  });

  it('only when no transaction may hold an event for long', async () => {
    await grow();
    const before = await stamps();
    const url = new URL(authority.url);
    const quick = () => stampLog(portal.ctx, httpAuthority(url), 0.2)(job(), async () => {});
    await db.database.transaction(async (tx) => {
      await recordPlainEvent(tx, { type: 'policy.changed', actor: { kind: 'system', id: randomUUID() } });
      await tx.query('select pg_sleep(0.3)');
      assert.deepEqual(await quick(), { retryInSeconds: 5, because: 'the log is behind its events' });
      await tx.query('delete from pending_events');
    });
    await db.database.transaction(async (tx) => {
      await tx.query('select count(*) from events, pg_sleep(0.3)');
      assert.equal(await quick(), undefined, 'whoever only reads holds no event');
    });
    assert.equal((await stamps()).length, before.length + 1);
  });

  it('never where it was closed', async () => {
    await grow();
    const before = await stamps();
    await db.owner.query("update logs set closed = 'behind' where id = 1");
    await stamp();
    assert.deepEqual(await stamps(), before);
    await db.owner.query('update logs set closed = null where id = 1');
  });

  it('once, whichever of two processes comes first', async () => {
    await grow();
    const [before, asked] = [await stamps(), authority.asked.length];
    const other = openDatabase(db.settings);
    try {
      await Promise.all([stamp(), stamp({ ctx: { ...portal.ctx, db: other } })]);
    } finally {
      await other.close();
    }
    assert.deepEqual([(await stamps()).length, authority.asked.length], [before.length + 1, asked + 1]);
  });

  it('by the job that tries on, while those of later periods end', async () => {
    await grow();
    const before = await stamps();
    const { rows } = await db.database.query<{ id: number }>(
      "insert into jobs (kind, slot) values ('timestamp_log', 'earlier') returning id",
    );
    await stamp();
    assert.deepEqual(await stamps(), before);
    await db.database.query('delete from jobs where id = $1', [rows[0]!.id]);
    await stamp();
    assert.equal((await stamps()).length, before.length + 1);
  });

  it('and the doctor says how long an entry has waited, and when clocks differ', async () => {
    const said = (state: Partial<Parameters<typeof sayAnchor>[0]>) =>
      sayAnchor({ isAnchored: true, last: undefined, unstampedSeconds: 0, clockOffSeconds: 0, ...state }, 600)
        .map((line) => line.join(' '))
        .join('\n');
    const last = { size: 12, stampedAt: '2026-02-03T04:05:06.000000Z' };
    assert.equal(said({}), 'ok The log was never stamped; no entry waits.');
    assert.match(said({ last, unstampedSeconds: 60 }), /^ok .*2026-02-03T04:05:06Z, with 12 entries; newer/);
    assert.match(said({ last, unstampedSeconds: 18_000 }), /^warn .*an entry waits for 5 hours/);
    assert.match(said({ last, clockOffSeconds: -90 }), /^warn .*90 seconds behind/m);
  });

  it('and the doctor says which authority answers, or that none does', async () => {
    const said = async () => (await sayAuthority(httpAuthority(new URL(authority.url)))).join(' ');
    const { fingerprint256 } = new X509Certificate(authority.signer.certificate);
    const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
    assert.equal(
      await said(),
      `ok The timestamp authority answers: CN=Timestamp authority (certificate SHA-256 ${fingerprint}).`,
    );
    authority.behave = (_query, _request, response) => void response.writeHead(401).end();
    assert.match(await said(), /^fail .*SEGL_TSA.*\(http_401\)/);
  });

  it('and a clock that differs from the authority’s is seen', async () => {
    await grow();
    await stamp();
    for (const [shift, off] of [
      ['-1 hour', -3600],
      ['1 hour', 3600],
    ] as const) {
      await db.owner.transaction(async (tx) => {
        await tx.query('alter table log_timestamps disable trigger all');
        await tx.query(
          `update log_timestamps set asked_at = stamped_at + $2::interval, made_at = stamped_at + $2::interval
            where size = $1`,
          [size, shift],
        );
        await tx.query('alter table log_timestamps enable always trigger no_change');
        await tx.query('alter table log_timestamps enable always trigger no_truncate');
      });
      const { clockOffSeconds } = await anchorState(portal.ctx);
      assert.ok(Math.abs(clockOffSeconds - off) < 10, `${shift}: ${clockOffSeconds}`);
    }
  });
});

/** The nonce is the last number but one: 02 08, then its bytes, before 01 01 ff (certReq). */
function withOtherNonce(query: Buffer): Buffer {
  const changed = Buffer.from(query);
  changed[changed.length - 5]! ^= 1;
  return changed;
}

const withoutCertificates = (query: Buffer): Buffer => {
  const changed = Buffer.from(query.subarray(0, -3));
  changed[1]! -= 3;
  return changed;
};
