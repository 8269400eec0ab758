import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ConfigError, readConfig } from '../../src/config.ts';
import { makePair } from '../support/certificates.ts';

const refuses = (env: Record<string, string>, named: string, why?: RegExp) =>
  assert.throws(
    () => readConfig(env),
    (error: Error) =>
      error instanceof ConfigError && error.message.startsWith(named) && (why?.test(error.message) ?? true),
    JSON.stringify(env).slice(0, 100),
  );

describe('The authority that stamps the log', () => {
  it('is none unless told, asked every ten minutes', () => {
    const { tsa, stampSeconds, signing } = readConfig({}).evidence;
    assert.deepEqual([tsa, stampSeconds, signing], [undefined, 600, undefined]);
  });

  it('is an address over http or https', () => {
    for (const value of ['http://tsa.example/', 'https://tsa.example/tsr?x=1', 'https://a:b@tsa.example'])
      assert.equal(readConfig({ SEGL_TSA: value }).evidence.tsa?.href, new URL(value).href);
    for (const value of ['tsa.example', 'ldap://tsa.example', 'https://', 'https://tsa.example/#x', 'yes'])
      refuses({ SEGL_TSA: value }, 'SEGL_TSA ');
  });

  it('gets no password over a connection that anybody may read, and a refusal repeats none', () => {
    refuses({ SEGL_TSA: 'http://me:very-secret@tsa.example/' }, 'SEGL_TSA ', /^(?!.*very-secret)/);
    assert.ok(readConfig({ SEGL_TSA: 'http://me:very-secret@localhost:80/' }).evidence.tsa);
  });

  it('is asked as often as told, from a minute to a day', () => {
    for (const [value, seconds] of [
      ['1 min', 60],
      ['1m', 60],
      ['10 min', 600],
      ['90m', 5_400],
      ['2h', 7_200],
      ['24 h', 86_400],
    ] as const)
      assert.equal(readConfig({ SEGL_TSA_EVERY: value }).evidence.stampSeconds, seconds, value);
    for (const value of ['0m', '10', '10 s', '25h', '1441 min', '-1m', '1.5h', 'often', '10  min', '1e1m'])
      refuses({ SEGL_TSA_EVERY: value }, 'SEGL_TSA_EVERY ');
  });
});

describe("The organisation's signing certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), 'segl-sign-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const refusesPem = (pem: string, why: RegExp) => {
    const file = join(folder, 'tried.pem');
    writeFileSync(file, pem);
    refuses({ SEGL_SIGN_CERT: `file:${file}` }, 'SEGL_SIGN_CERT ', why);
  };

  it('comes with its key and its chain, in any order of key and certificates', async () => {
    const extensions = ['basicConstraints = critical, CA:true'];
    const root = await makePair(join(folder, 'root'), 'ec:P-256', { name: 'Root', extensions });
    const own = await makePair(join(folder, 'own'), 'ec:P-384', { name: 'Own', issuer: root });
    for (const pem of [own.pem + root.certificate, own.key + own.certificate + root.certificate]) {
      const { signing } = readConfig({ SEGL_SIGN_CERT: pem }).evidence;
      assert.equal(signing?.certificates.length, 2);
    }
    refusesPem(root.certificate + own.pem, /not that of its first certificate/);
    const stranger = await makePair(join(folder, 'stranger'), 'ec:P-256', { name: 'Root', extensions });
    refusesPem(own.pem + stranger.certificate, /followed by the one that certifies it/);
  });

  it('is refused where key or certificate is missing, damaged, weak or locked', async () => {
    const pair = await makePair(join(folder, 'pair'), 'ec:P-256');
    refusesPem(pair.certificate, /must be a certificate and its private key/);
    refusesPem(pair.key, /must be a certificate and its private key/);
    refusesPem(pair.pem + pair.key, /must be a certificate and its private key/);
    refusesPem(pair.pem.replace('MII', 'MIJ'), /cannot be read/);
    refusesPem(pair.certificate + pair.key.replace('MIG', 'MIH'), /the key cannot be read/);
    refusesPem('-----BEGIN', /must be a certificate/);
    const locked = execFileSync(
      'openssl',
      ['pkcs8', '-topk8', '-in', pair.keyFile, '-passout', 'pass:x', '-v2', 'aes256'],
      { encoding: 'utf8' },
    );
    refusesPem(pair.certificate + locked, /must have no password/);
    for (const kind of ['rsa:1024', 'ec:secp256k1', 'ec:P-521', 'ed25519'] as const)
      refusesPem((await makePair(join(folder, kind), kind)).pem, /P-256 or P-384.*2048 bits/);
    refusesPem(pair.pem + pair.certificate.repeat(11), /more than 10/);
  });
});
