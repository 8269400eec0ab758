import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeSelfSigned } from '../../src/backends/self-signed-certificate.ts';
import { adviceOn } from '../../src/composition/advice.ts';
import { readConfig } from '../../src/config.ts';
import { makePair } from '../support/certificates.ts';

const advice = (env: Record<string, string>): string =>
  adviceOn(readConfig(env))
    .map(([verdict, sentence]) => `${verdict} ${sentence}`)
    .join('\n');

const selfSigned = /^warn .*senders cannot verify.*SEGL_SMTP_TLS_CERT/m;

describe("The doctor's advice on the evidence", () => {
  it('says that nothing anchors the log, until something does', () => {
    const said =
      /^warn The log is anchored nowhere: it proves nothing against whoever runs this server\. Set SEGL_TSA/m;
    assert.match(advice({}), said);
    assert.doesNotMatch(advice({ SEGL_TSA: 'https://tsa.example/' }), said);
  });

  it('says who vouches for the signature, and since when nobody does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-advice-'));
    try {
      assert.match(advice({}), /^warn Evidence is signed with a certificate that Segl made itself/m);
      const { pem } = await makePair(join(folder, 'now'), 'ec:P-256');
      assert.doesNotMatch(advice({ SEGL_SIGN_CERT: pem }), /signed with|SEGL_SIGN_CERT/);
      const ended = { from: '20200101000000Z', to: '20210203000000Z' };
      const past = await makePair(join(folder, 'then'), 'ec:P-256', ended);
      assert.match(
        advice({ SEGL_SIGN_CERT: past.pem }),
        /^warn .*SEGL_SIGN_CERT ended on 2021-02-03: renew/m,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("The doctor's advice on the gateway", () => {
  it('warns of a self-signed certificate where strangers can reach it', () => {
    for (const host of ['0.0.0.0', '10.1.2.3', '[::]', 'mail.example.dk'])
      assert.match(advice({ SEGL_SMTP: `${host}:25` }), selfSigned, host);
    for (const value of ['', 'off', 'localhost:25', '127.1.2.3:25', '[::1]:25'])
      assert.doesNotMatch(advice({ SEGL_SMTP: value }), selfSigned, value);
    assert.doesNotMatch(advice({ SEGL_SMTP: '0.0.0.0:25', SEGL_ROLES: 'web' }), selfSigned);
  });

  it('warns of a certificate that has ended, and is content with one that has not', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const made = async (at: number) =>
      advice({
        SEGL_SMTP: '0.0.0.0:25',
        SEGL_SMTP_TLS_CERT: await makeSelfSigned(privateKey, 'mail.example.dk', at),
        SEGL_SMTP_TLS_KEY: key,
      });
    const ended = await made(Date.UTC(2000, 1, 3));
    assert.match(ended, /^warn .*SEGL_SMTP_TLS_CERT ended on 2010-02-03/m);
    assert.doesNotMatch(ended, selfSigned);
    assert.doesNotMatch(await made(Date.now()), /SMTP/);
  });

  it('warns where bounces that come later would not be seen', () => {
    const said = /^warn SEGL_BOUNCES is not set/m;
    assert.match(advice({ SEGL_MAIL: 'smtp://relay' }), said);
    assert.doesNotMatch(advice({ SEGL_MAIL: 'smtp://relay', SEGL_BOUNCES: 'bounces.example.dk' }), said);
    assert.doesNotMatch(advice({}), said);
  });
});
