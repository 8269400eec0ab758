import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, it } from 'node:test';
import { checkpointText } from '../../../src/evidence/log/checkpoint.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { keyIdOf } from '../../../src/evidence/log/log-key.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import { signNote } from '../../../src/evidence/log/signed-note.ts';
import type { Queryable } from '../../../src/evidence/ports.ts';
import { checkLog } from '../../../src/evidence/sequencer/check-log.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { type Bench, drain, entriesOf, makeBench, origin, record, textOf } from './support.ts';

/** What an owner of the database can do, and undo again: each case is rolled back. */
class Undone extends Error {}

withDatabases('Whoever owns the database and changes it', (db) => {
  let bench: Bench;
  let portal: Portal;
  let delivery: string;
  let message: string;
  before(async () => {
    bench = await makeBench(db);
    portal = await openPortal(db);
    await record(db.database, 400);
    const sent = await portal.send();
    message = sent.id;
    delivery = sent.deliveries[0]!.id;
    await portal.work();
    await drain(bench.writer());
    await bench.keys.remember((await readCurrentLog(db.database))!.checkpoint);
  });
  after(async () => {
    await portal.close();
    await bench.remove();
  });

  /** What a replay finds after `change`, with every trigger off; nothing of it stays. */
  async function found(change: (tx: Queryable) => Promise<unknown>): Promise<string[]> {
    let sentences: string[] = [];
    await db.owner
      .transaction(async (tx) => {
        for (const table of ['events', 'log_entries', 'log_nodes']) {
          await tx.query(`alter table ${table} disable trigger all`);
        }
        await change(tx);
        const check = await checkLog(tx, bench.keys);
        sentences = check!.findings.map(({ code, sentence }) => `${code}: ${sentence}`);
        throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
    return sentences;
  }

  const entry = async (index: number) => (await entriesOf(db.database))[index]!;
  const only = (sentences: string[], ...patterns: RegExp[]): void => {
    assert.equal(sentences.length, patterns.length, sentences.join('\n'));
    patterns.forEach((pattern, n) => assert.match(sentences[n]!, pattern));
  };

  it('is not found to have done so where nothing was changed', async () => {
    assert.deepEqual(await found(async () => {}), []);
  });

  it('alters an event', async () => {
    const { event } = await entry(7);
    only(
      await found((tx) => tx.query(`update events set at = at - interval '1 hour' where id = $1`, [event])),
      new RegExp(`^event_changed: The event ${event} says something else than entry 7 of the log: at\\.`),
    );
    only(
      await found((tx) =>
        tx.query(`update events set type = 'policy.undone', details = '{}' where id = $1`, [event]),
      ),
      /entry 7 of the log: details, type\.$/,
    );
  });

  it('alters the commitment of one, by a byte', async () => {
    const opened = (await entriesOf(db.database)).findIndex((each) => textOf(each).commitment);
    const { event } = await entry(opened);
    only(
      await found((tx) =>
        tx.query(
          'update events set commitment = set_byte(commitment, 31, get_byte(commitment, 31) # 1) where id = $1',
          [event],
        ),
      ),
      new RegExp(`The event ${event} .*: commitment\\.`),
    );
  });

  it('deletes an event', async () => {
    const { event } = await entry(11);
    only(
      await found((tx) => tx.query('delete from events where id = $1', [event])),
      new RegExp(`^event_missing: The event ${event}, entry 11 of the log`),
    );
  });

  it('deletes the last event of a delivery, from every table', async () => {
    const { rows } = await db.database.query<{ id: string; seq: number }>(
      'select id, seq from events where delivery = $1 order by seq desc limit 1',
      [delivery],
    );
    const { id, seq } = rows[0]!;
    const sentences = await found(async (tx) => {
      await tx.query('delete from events where id = $1', [id]);
      await tx.query('delete from event_fields where event = $1', [id]);
      await tx.query('delete from log_entries where event = $1', [id]);
    });
    assert.ok(
      sentences.some((each) =>
        each.startsWith(
          `delivery_events: The delivery ${delivery} has had ${seq} events, and ${seq - 1} are recorded`,
        ),
      ),
      sentences.join('\n'),
    );
    assert.ok(sentences.some((each) => /^entry_missing: The entry \d+ of the log is missing/.test(each)));
  });

  it('removes it before the log has taken it up, and waits no more for it', async () => {
    const sentences = await found(async (tx) => {
      await tx.query('update deliveries set seq = seq + 1 where id = $1', [delivery]);
    });
    only(sentences, new RegExp(`^delivery_events: The delivery ${delivery} `));
  });

  it('exchanges two events', async () => {
    const [one, two] = [await entry(20), await entry(21)];
    only(
      await found((tx) =>
        tx.query(
          `update events e set at = o.at, details = o.details from events o
            where (e.id, o.id) in (($1::uuid, $2::uuid), ($2, $1))`,
          [one.event, two.event],
        ),
      ),
      new RegExp(`The event ${one.event} .* entry 20 .*: at, details\\.`),
      new RegExp(`The event ${two.event} .* entry 21 .*: at, details\\.`),
    );
  });

  it('exchanges two entries, within a full tile and in the last one', async () => {
    const two = (a: number, b: number) => async (tx: Queryable) => {
      const { rows } = await tx.query<Record<string, unknown>>(
        'delete from log_entries where index in ($1, $2) returning *',
        [a, b],
      );
      for (const { log, index, event, entry: bytes, leaf } of rows as any[]) {
        await tx.query('insert into log_entries values ($1, $2, $3, $4, $5)', [
          log,
          a + b - index,
          event,
          bytes,
          leaf,
        ]);
      }
    };
    only(
      await found(two(30, 31)),
      /^tile: The stored hash 0 of tile 1\/0 is not the one that the entries 0 to 255 give/,
      /^fork: .*does not go on from the checkpoint kept beside the keys/,
      /^checkpoint: .*another tree/,
    );
    only(await found(two(300, 301)), /^fork: /, /^checkpoint: .*another tree/);
    const entries = (await entriesOf(db.database)).map(textOf);
    const [first, second] = entries.flatMap((each, index) => (each.delivery === delivery ? [index] : []));
    const sentences = await found(two(first!, second!));
    assert.match(
      sentences[0]!,
      new RegExp(
        `^order: Entry ${first} .* before event 1 of the delivery ${delivery}, which is entry ${second}`,
      ),
    );
  });

  it('changes a stored entry, its leaf, or a node of a tile', async () => {
    const changed = Buffer.from((await entry(40)).entry.toString('utf8').replace('"n":39', '"n":38'));
    only(
      await found((tx) => tx.query('update log_entries set entry = $1 where index = 40', [changed])),
      /^leaf: The entry 40 /,
      /^event_changed: .*entry 40 .*details/,
      /^tile: .*entries 0 to 255/,
      /^fork/,
      /^checkpoint/,
    );
    only(
      await found((tx) =>
        tx.query('update log_entries set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where index = 41'),
      ),
      /^leaf: The entry 41 /,
    );
    only(
      await found((tx) => tx.query('update log_nodes set hash = set_byte(hash, 0, get_byte(hash, 0) # 1)')),
      /^tile: The stored hash 0 of tile 1\/0 /,
    );
    only(await found((tx) => tx.query('delete from log_nodes')), /^tile: The hash 0 of tile 1\/0.*missing/);
  });

  it('removes entries from the middle', async () => {
    const { event } = await entry(50);
    only(
      await found((tx) => tx.query('delete from log_entries where index = 50')),
      /^entry_missing: The entry 50 of the log is missing/,
      new RegExp(`^not_logged: The event ${event} is not in the log`),
    );
  });

  it('forks the tree, with every hash right, and can sign it only with a key of their own', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32));
    const signer = {
      name: origin,
      keyId: keyIdOf(origin, raw),
      sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
    };
    const fork = async (tx: Queryable) => {
      const entries = await entriesOf(db.database);
      const { event, entry: old } = entries.at(-1)!;
      const other = Buffer.from(old.toString('utf8').replace(/"at":"\d{4}/, '"at":"2001'));
      const leaf = leafHash(other);
      await tx.query('update log_entries set entry = $1, leaf = $2 where event = $3', [other, leaf, event]);
      await tx.query(
        `update events set at = replace(at::text, substr(at::text, 1, 4), '2001')::timestamptz where id = $1`,
        [event],
      );
      const edge = appendLeaves(emptyEdge, [...entries.slice(0, -1).map((each) => each.leaf), leaf]);
      const text = checkpointText({ origin, size: edge.size, root: edgeRoot(edge) });
      await tx.query('update logs set checkpoint = $1', [await signNote(text, [signer])]);
    };
    const sentences = await found(fork);
    assert.ok(
      sentences.some((each) => /^checkpoint: .*signed by none of its keys/.test(each)),
      sentences.join(),
    );
    assert.ok(sentences.some((each) => each.startsWith('fork: ')));
    const vkey = `${origin}+${Buffer.from(signer.keyId).toString('hex')}+${Buffer.from([1, ...raw]).toString('base64')}`;
    const own = await found(async (tx) => {
      await fork(tx);
      await tx.query('insert into log_keys (log, vkey, event) select 1, $1, event from log_keys', [vkey]);
    });
    assert.ok(
      own.some((each) => each.startsWith('fork: ')),
      'what is kept beside the keys is another tree',
    );
    assert.ok(
      own.some((each) => /^key: The key .* no entry of it says so/.test(each)),
      own.join('\n'),
    );
  });

  it('sets the log back, with its older checkpoint', async () => {
    const sentences = await found(async (tx) => {
      await tx.query('update logs set size = size - 1');
    });
    assert.match(sentences[0]!, /^checkpoint: .*signs \d+ entries, and the log has \d+/);
    assert.ok(sentences.some((each) => /^beyond: The entry \d+ is stored/.test(each)));
  });

  it('sets all of it back to an older state that was signed', async () => {
    const older = (await readCurrentLog(db.database))!;
    await record(db.database, 3);
    await drain(bench.writer());
    await bench.keys.remember((await readCurrentLog(db.database))!.checkpoint);
    only(
      await found(async (tx) => {
        await tx.query('delete from events where id in (select event from log_entries where index >= $1)', [
          older.size,
        ]);
        await tx.query('delete from log_entries where index >= $1', [older.size]);
        await tx.query('update logs set size = $1, checkpoint = $2', [older.size, older.checkpoint]);
      }),
      /^fork: .*is over \d+ entries, and the log has \d+: it was set back/,
    );
  });

  it('changes the checkpoint by a letter', async () => {
    const { checkpoint } = (await readCurrentLog(db.database))!;
    const other = checkpoint.replace(/.(?=.{3}\n$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    const sentences = await found((tx) => tx.query('update logs set checkpoint = $1', [other]));
    assert.match(sentences[0]!, /^checkpoint: /);
    only(await found((tx) => tx.query(`update logs set checkpoint = 'x'`)), /^checkpoint: .*broken/);
    only(await found((tx) => tx.query('update logs set checkpoint = null')), /^checkpoint: .*no checkpoint/);
  });

  it('slips an event in, or lets one wait that is in the log', async () => {
    const sentences = await found(async (tx) => {
      await tx.query(
        `insert into events select gen_random_uuid(), v, type, at, $1, null, null, actor, actor_id, details, commitment
          from events where type = 'policy.changed' limit 1`,
        [message],
      );
    });
    only(sentences, /^not_logged: The event [0-9a-f-]{36} is not in the log, and does not wait/);
    const { event } = await entry(3);
    only(
      await found((tx) => tx.query('insert into pending_events (event) values ($1)', [event])),
      /^queue: .*in the log already/,
    );
    only(
      await found((tx) => tx.query('insert into pending_events (event) values (gen_random_uuid())')),
      /^queue: .*not among the events/,
    );
  });

  it('plants entries and hashes beyond the tree', async () => {
    only(
      await found((tx) => tx.query(`insert into log_nodes values (1, 1, 1, '\\x00'), (1, 2, 0, '\\x00')`)),
      /^beyond: The hash 1 of tile 1\/0 is stored/,
    );
  });
});
