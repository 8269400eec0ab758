import assert from 'node:assert/strict';
import { constants, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { givenSigner, keptSigner } from '../../../src/backends/keys/signing-key.ts';
import { signingOf } from '../../../src/config/signing.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { makePair } from '../../support/certificates.ts';

const bytes = new TextEncoder().encode('what is handed out');
const certificateOf = ({ certificates }: Signer) => new X509Certificate(certificates[0]!);

describe("The organisation's signing key", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'segl-signing-'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('is made once, kept to its owner, and signs in the name of the organisation', async () => {
    const folder = join(root, 'made');
    const signer = await keptSigner(folder, 'Fredericia Kommune')();
    assert.equal(signer.algorithm, 'ES256');
    assert.deepEqual(await readdir(folder), ['signing.pem']);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.equal((await stat(join(folder, 'signing.pem'))).mode & 0o777, 0o600);
    const certificate = certificateOf(signer);
    assert.equal(certificate.subject, 'CN=Fredericia Kommune');
    assert.equal(certificate.issuer, certificate.subject);
    const years = certificate.validToDate.getUTCFullYear() - new Date().getUTCFullYear();
    assert.ok(years === 9 || years === 10, String(years));
    const signature = await signer.sign(bytes);
    assert.equal(signature.length, 64);
    const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    assert.ok(verify('sha256', bytes, key, signature));
    assert.ok(!verify('sha256', new TextEncoder().encode('something else'), key, signature));
    const again = await keptSigner(folder, 'Another name')();
    assert.deepEqual(again.certificates, signer.certificates);
  });

  it('is one, however many processes ask for it at once', async () => {
    const folder = join(root, 'many');
    const signers = await Promise.all(Array.from({ length: 8 }, () => keptSigner(folder, 'Kommune')()));
    assert.equal(new Set(signers.map((signer) => certificateOf(signer).fingerprint256)).size, 1);
    assert.deepEqual(await readdir(folder), ['signing.pem']);
  });

  it('bears any name', async () => {
    for (const [index, name] of [
      '#0401ff',
      'Ålborg, „Øst” = 1+1 \\ "x"',
      '',
      '\u{1f4e8}'.repeat(90),
    ].entries()) {
      const signer = await keptSigner(join(root, `name${index}`), name)();
      const { CN } = certificateOf(signer).toLegacyObject().subject as { CN?: string };
      assert.equal(CN, [...name].slice(0, 64).join(''), name);
    }
  });

  it('is never replaced where its file cannot be used', async () => {
    const folder = join(root, 'damaged');
    await keptSigner(folder, 'Kommune')();
    const whole = await readFile(join(folder, 'signing.pem'), 'utf8');
    for (const damaged of ['', whole.slice(0, 300), whole.slice(whole.indexOf('-----BEGIN CERT'))]) {
      await writeFile(join(folder, 'signing.pem'), damaged);
      const ask = keptSigner(folder, 'Kommune');
      await assert.rejects(ask(), (error: unknown) => error instanceof Unavailable && error.part === 'keys');
      assert.equal(await readFile(join(folder, 'signing.pem'), 'utf8'), damaged);
      await writeFile(join(folder, 'signing.pem'), whole);
      await ask();
    }
  });

  it('may be the one that the operator gave, on every kind of key that is taken', async () => {
    for (const [kind, algorithm, length] of [
      ['ec:P-256', 'ES256', 64],
      ['ec:P-384', 'ES384', 96],
      ['rsa:2048', 'PS256', 256],
    ] as const) {
      const { pem } = await makePair(join(root, algorithm), kind);
      const signer = await givenSigner(signingOf(pem)!)();
      assert.equal(signer.algorithm, algorithm);
      const signature = await signer.sign(bytes);
      assert.equal(signature.length, length);
      const how =
        algorithm === 'PS256'
          ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
          : ({ dsaEncoding: 'ieee-p1363' } as const);
      const hash = algorithm === 'ES384' ? 'sha384' : 'sha256';
      assert.ok(verify(hash, bytes, { key: certificateOf(signer).publicKey, ...how }, signature));
    }
  });
});
