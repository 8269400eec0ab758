/** Who signed an evidence file, by the certificates in it and by those that are trusted. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { givenSigner } from '../../../src/backends/keys/signing-key.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { type CertificateOptions, makePair, type Pair } from '../../support/certificates.ts';
import { makeTestFile } from '../../support/evidence-bundle.ts';
import { noteKey } from '../../support/log-folder.ts';
import { derOf, tsaExtensions } from '../../support/timestamp-authority.ts';

const certifies = ['basicConstraints = critical, CA:true', 'keyUsage = critical, keyCertSign'];
const signs = ['basicConstraints = critical, CA:false', 'keyUsage = critical, digitalSignature'];

describe('The issuer of an evidence file', () => {
  let folder: string;
  let root: Pair;
  let below: Pair;
  const logKey = noteKey();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-issuers-'));
    root = await pair('Root', { extensions: certifies });
    below = await pair('Below', { extensions: certifies, issuer: root });
  });
  after(() => rm(folder, { recursive: true }));

  let count = 0;
  const pair = (name: string, options: CertificateOptions = {}) =>
    makePair(join(folder, String(count++)), 'ec:P-256', { name, extensions: signs, ...options });

  /** What is found of a file signed by the first, with the others beside it, where one certificate is trusted. */
  async function judged(trusted: Pair, signer: Pair, ...others: readonly Pair[]): Promise<string> {
    const chain = [signer, ...others].map(({ certificate }) => derOf(certificate));
    const sign = await givenSigner({ certificates: chain, key: signer.key })();
    const { verdict, issuer, findings } = await verifyBundle(await makeTestFile({ logKey, signer: sign }), {
      logKeys: [logKey.vkey],
      certificates: [derOf(trusted.certificate)],
      tsaRoots: [],
      eidKeys: [],
    });
    assert.equal(issuer.standing, verdict === 'confirmed' ? 'confirmed' : 'own');
    return [verdict, ...findings.map(({ code }) => code)].join(' ');
  }

  it('is confirmed where a path leads to what is trusted', async () => {
    const leaf = await pair('Havn Kommune', { issuer: below });
    assert.equal(await judged(root, leaf, below), 'confirmed');
    assert.equal(await judged(root, leaf, below, root), 'confirmed');
    assert.equal(await judged(below, leaf), 'confirmed');
    assert.equal(await judged(leaf, leaf), 'confirmed');
    assert.equal(await judged(root, leaf), 'failed issuer_untrusted');
  });

  it('is not believed by its name, nor by a certificate that somebody else made for the same key', async () => {
    const leaf = await pair('Havn Kommune', { issuer: below });
    const namesake = await pair('Havn Kommune');
    assert.equal(await judged(leaf, namesake), 'failed issuer_untrusted');
    assert.equal(await judged(leaf, namesake, leaf, below, root), 'failed issuer_untrusted');
    const copied = await pair('Havn Kommune', { sameKey: leaf });
    assert.equal(await judged(leaf, copied), 'failed issuer_untrusted');
    const otherBelow = await pair('Below', { extensions: certifies });
    const forged = await pair('Havn Kommune', { issuer: otherBelow });
    assert.equal(await judged(root, forged, otherBelow), 'failed issuer_untrusted');
    assert.equal(await judged(root, forged, below), 'failed issuer_untrusted');
  });

  it('is not certified by one who may not certify, or did not then', async () => {
    const customer = await pair('Another customer', { issuer: root });
    assert.equal(
      await judged(root, await pair('Havn Kommune', { issuer: customer }), customer),
      'failed issuer_untrusted',
    );
    const short = await pair('Short', {
      issuer: root,
      extensions: ['basicConstraints = critical, CA:true, pathlen:0', certifies[1]!],
    });
    const longer = await pair('Longer', { issuer: short, extensions: certifies });
    assert.equal(
      await judged(root, await pair('Havn Kommune', { issuer: longer }), longer, short),
      'failed issuer_untrusted',
    );
    const ended = await pair('Ended', {
      issuer: root,
      extensions: certifies,
      from: '20200101000000Z',
      to: '20210101000000Z',
    });
    assert.equal(
      await judged(root, await pair('Havn Kommune', { issuer: ended }), ended),
      'failed issuer_untrusted',
    );
  });

  it('may sign, by its own certificate', async () => {
    const enciphers = await pair('Havn Kommune', {
      extensions: [signs[0]!, 'keyUsage = critical, keyEncipherment'],
    });
    assert.equal(await judged(enciphers, enciphers), 'failed issuer_certificate');
    const strange = await pair('Havn Kommune', {
      extensions: [...signs, '1.2.3.4 = critical, ASN1:NULL'],
    });
    assert.equal(await judged(strange, strange), 'failed issuer_certificate');
  });

  it('is no server and no clock that the same authority certified, unless that very certificate is trusted', async () => {
    const server = await pair('Havn Kommune', {
      issuer: root,
      extensions: [...signs, 'extendedKeyUsage = serverAuth, clientAuth'],
    });
    const clock = await pair('Havn Kommune', { issuer: root, extensions: tsaExtensions });
    assert.equal(await judged(root, server), 'failed issuer_untrusted');
    assert.equal(await judged(root, clock), 'failed issuer_untrusted');
    assert.equal(await judged(server, server), 'confirmed');
    const person = await pair('Havn Kommune', {
      issuer: root,
      extensions: [...signs, 'extendedKeyUsage = clientAuth, emailProtection'],
    });
    assert.equal(await judged(root, person), 'confirmed');
  });
});
