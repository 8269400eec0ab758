import assert from 'node:assert/strict';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { importX509 } from 'jose';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../../support/timestamp-authority.ts';

describe('An installation with an authority', () => {
  let app: App;
  let db: TestDatabase;
  let authority: TimestampAuthority;
  let drop: () => Promise<void>;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    authority = await startTimestampAuthority({ keys: 'ec:P-256' });
    app = await startApp(db, { SEGL_TSA: authority.url, SEGL_TSA_EVERY: '24 h' });
  });
  after(async () => {
    await app?.close();
    await authority?.close();
    await drop?.();
  });

  it('has the checkpoint that everybody sees stamped, as openssl confirms', async () => {
    await until('logged', 10, async () => (await app.get('/log/checkpoint')).status === 200);
    await until('stamped', 15, async () => {
      // The period's job may have come before there was anything to stamp.
      await db.database.query(
        "insert into jobs (kind) select 'timestamp_log' where not exists (select from jobs where kind = 'timestamp_log')",
      );
      return (await db.owner.query('select from log_timestamps')).count > 0;
    });
    const { rows } = await db.owner.query<{ checkpoint: string; token: Buffer }>(
      'select checkpoint, token from log_timestamps order by size desc limit 1',
    );
    const { checkpoint, token } = rows[0]!;
    await authority.verify(token, new TextEncoder().encode(checkpoint));
    const published = await (await app.get('/log/checkpoint')).text();
    const [origin, size] = checkpoint.split('\n');
    assert.equal(published.split('\n')[0], origin);
    if (published.split('\n')[1] === size) assert.equal(published, checkpoint);
  });

  it('counts how long the log has waited', async () => {
    const figures = await (await app.get('/metrics')).text();
    assert.match(figures, /^segl_log_unstamped_seconds \d/m);
    assert.match(figures, /^segl_clock_off_seconds -?0(\.\d+)?$/m);
  });

  it('publishes the keys that it signs with, as any JOSE library reads them', async () => {
    const response = await fetch(`${app.url}/.well-known/jwks.json`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^application\/jwk-set\+json/);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=300');
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    assert.equal(keys.length, 1);
    const [key] = keys;
    const { kty, crv, x, y, kid, use, alg, x5c, d } = key as Record<string, string> & { x5c: string[] };
    assert.deepEqual([kty, crv, use, alg, d], ['EC', 'P-256', 'sig', 'ES256', undefined]);
    const der = Buffer.from(x5c[0]!, 'base64');
    assert.equal(kid, createHash('sha256').update(der).digest('base64url'));
    assert.equal(key!['x5t#S256'], kid);
    const certificate = new X509Certificate(der);
    assert.deepEqual(certificate.publicKey.export({ format: 'jwk' }), { kty, crv, x, y });
    assert.ok(await importX509(certificate.toString(), alg!));
    const signer = await keptSigner(`${app.data}/keys`, 'Segl')();
    const bytes = new TextEncoder().encode('x');
    const how = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    assert.ok(verify('sha256', bytes, how, await signer.sign(bytes)));
  });
});
