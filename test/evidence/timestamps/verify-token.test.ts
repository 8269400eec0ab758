import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BadTimestamp, type TimestampFault } from '../../../src/evidence/timestamps/bad-timestamp.ts';
import { type Timestamp, verifyTimestamp } from '../../../src/evidence/timestamps/verify-token.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import { signTstInfo } from '../../support/forge-timestamp.ts';
import { type KeyKind, makePair, type Pair } from '../../support/certificates.ts';
import {
  type AuthorityOptions,
  caExtensions,
  derOf,
  startTimestampAuthority,
  type TimestampAuthority,
} from '../../support/timestamp-authority.ts';

const data = new TextEncoder().encode('segl.example/log\n42\nhash\n\n— segl.example/log c2ln\n');

const fails = (fault: TimestampFault) => (error: unknown) =>
  error instanceof BadTimestamp && error.fault === fault ? true : assert.fail(String(error));

async function withAuthority(
  options: AuthorityOptions,
  work: (authority: TimestampAuthority) => Promise<void>,
): Promise<void> {
  const authority = await startTimestampAuthority(options);
  try {
    await work(authority);
  } finally {
    await authority.close();
  }
}

describe('A timestamp of openssl', () => {
  for (const [keys, digest] of [
    ['rsa:2048', 'sha256'],
    ['rsa:2048', 'sha512'],
    ['ec:P-256', 'sha256'],
    ['ec:P-384', 'sha384'],
    ['ec:P-521', 'sha512'],
  ] as const) {
    it(`holds, signed on ${keys} with ${digest}`, () =>
      withAuthority({ keys, digest }, async (authority) => {
        for (const imprint of ['-sha256', '-sha384', '-sha512']) {
          const began = Math.floor(Date.now() / 1000) * 1000;
          const token = await authority.stamp(data, [imprint, '-cert']);
          const timestamp = await verifyTimestamp(token, data, { roots: [authority.rootDer] });
          assert.equal(timestamp.trusted, true);
          assert.equal(timestamp.accuracy, 1000);
          assert.equal(timestamp.policy, '1.2.3.4.1');
          assert.equal(timestamp.chain.length, 2);
          const time = Date.parse(timestamp.genTime);
          assert.ok(time >= began && time <= Date.now(), timestamp.genTime);
        }
      }));
  }

  it('tells parts of a second, a finer accuracy, and the request’s nonce', () =>
    withAuthority(
      {
        keys: 'ec:P-256',
        settings: [
          'clock_precision_digits = 6',
          'accuracy = secs:2, millisecs:300, microsecs:1',
          'ordering = yes',
          'tsa_name = yes',
          'ess_cert_id_chain = yes',
        ],
      },
      async (authority) => {
        const token = await authority.stamp(data);
        const timestamp = await verifyTimestamp(token, data, { roots: [authority.rootDer] });
        assert.equal(timestamp.accuracy, 2301);
        assert.match(timestamp.genTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.match(timestamp.nonce ?? '', /^[0-9a-f]{8,20}$/);
        assert.equal(timestamp.trusted, true);
        const without = await verifyTimestamp(
          await authority.stamp(data, ['-no_nonce', '-cert', '-sha256']),
          data,
        );
        assert.equal(without.nonce, undefined);
      },
    ));

  it('holds where the certificate is named by SHA-1, as older authorities do', () =>
    withAuthority({ keys: 'ec:P-256', settings: ['ess_cert_id_alg = sha1'] }, async (authority) => {
      await verifyTimestamp(await authority.stamp(data), data);
    }));

  it('is of nobody known where no root is given, or another with the same name', () =>
    withAuthority({ keys: 'ec:P-256' }, async (authority) => {
      const token = await authority.stamp(data);
      const timestamp = await verifyTimestamp(token, data);
      assert.deepEqual([timestamp.trusted, timestamp.chain.length], [false, 1]);
      assert.match(timestamp.fingerprint, /^[0-9a-f]{64}$/);
      await withAuthority({ keys: 'ec:P-256' }, async (other) => {
        assert.equal((await verifyTimestamp(token, data, { roots: [other.rootDer] })).trusted, false);
      });
      const pinned = { roots: [derOf(authority.signer.certificate)] };
      assert.equal((await verifyTimestamp(token, data, pinned)).trusted, true);
    }));

  it('does not hold for other bytes', () =>
    withAuthority({ keys: 'ec:P-256' }, async (authority) => {
      const token = await authority.stamp(data);
      for (const other of [data.slice(1), new Uint8Array(), new TextEncoder().encode('x')])
        await assert.rejects(verifyTimestamp(token, other), fails('imprint'));
    }));

  it('does not hold over SHA-1', () =>
    withAuthority({ keys: 'ec:P-256' }, async (authority) => {
      await assert.rejects(
        verifyTimestamp(await authority.stamp(data, ['-sha1', '-cert']), data),
        fails('imprint'),
      );
    }));

  it('does not hold signed with SHA-1', () =>
    withAuthority({ keys: 'rsa:2048', digest: 'sha1' }, async (authority) => {
      await assert.rejects(verifyTimestamp(await authority.stamp(data), data), fails('signature'));
    }));

  it('does not hold without the certificate that signed', () =>
    withAuthority({ keys: 'ec:P-256' }, async (authority) => {
      await assert.rejects(
        verifyTimestamp(await authority.stamp(data, ['-sha256']), data),
        fails('certificate'),
      );
    }));
});

describe('A path to a root', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-path-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  let count = 0;
  const pair = (name: string, options: Parameters<typeof makePair>[2] = {}, kind: KeyKind = 'ec:P-256') =>
    makePair(join(folder, `${count++}`), kind, { name, extensions: caExtensions, ...options });

  /** Whether a token by an authority below these is trusted with the first as root. */
  async function isTrusted(
    root: Pair,
    below: readonly Pair[],
    options: AuthorityOptions = {},
  ): Promise<boolean> {
    const issuer = below.at(-1) ?? root;
    const bundle = join(folder, `bundle${count++}.pem`);
    await writeFile(bundle, [...below, root].map(({ certificate }) => certificate).join(''));
    let trusted = false;
    await withAuthority(
      { keys: 'ec:P-256', settings: [`certs = ${bundle}`], ...options, root: issuer },
      async (authority) => {
        const token = await authority.stamp(data);
        ({ trusted } = await verifyTimestamp(token, data, { roots: [derOf(root.certificate)] }));
      },
    );
    return trusted;
  }

  it('leads through those between, as far as each may certify', async () => {
    const root = await pair('Root', {}, 'rsa:2048');
    const one = await pair('One', { issuer: root });
    const two = await pair('Two', { issuer: one });
    assert.equal(await isTrusted(root, [one, two]), true);
    assert.equal(await isTrusted(root, [two]), false, 'one is missing');
    for (const [what, extensions] of [
      ['no authority', ['basicConstraints = critical, CA:false']],
      ['says nothing of authority', ['subjectKeyIdentifier = hash']],
      ['may not certify', ['basicConstraints = critical, CA:true', 'keyUsage = critical, cRLSign']],
      ['restricts names', [...caExtensions, 'nameConstraints = critical, permitted;DNS:example.dk']],
      ['is for other purposes', [...caExtensions, 'extendedKeyUsage = serverAuth']],
      ['demands the unknown', [...caExtensions, '1.2.3.4 = critical, ASN1:UTF8String:x']],
    ] as const) {
      const bad = await pair('Bad', { issuer: root, extensions });
      assert.equal(await isTrusted(root, [bad]), false, what);
    }
    const ended = await pair('Ended', { issuer: root, from: '20200101000000Z', to: '20210101000000Z' });
    assert.equal(await isTrusted(root, [ended]), false, 'ended');
    const weak = await pair('Weak', { issuer: root, digest: 'sha1' });
    assert.equal(await isTrusted(root, [weak]), false, 'signed with SHA-1');
  });

  it('has no more below an authority than it allows', async () => {
    const only = (length: number) => [`basicConstraints = critical, CA:true, pathlen:${length}`];
    const root = await pair('Root', { extensions: only(1) });
    const one = await pair('One', { issuer: root, extensions: only(0) });
    assert.equal(await isTrusted(root, [one]), true);
    const two = await pair('Two', { issuer: one });
    assert.equal(await isTrusted(root, [one, two]), false);
    const free = await pair('Free', { issuer: root });
    const below = await pair('Below', { issuer: free });
    assert.equal(await isTrusted(root, [free, below]), false);
  });

  it('is found or not in bounded work, whatever circle of names is laid out', async () => {
    const root = await pair('Root');
    const first = await pair('Same');
    // Each certifies each, so that there are more ways than could ever be gone.
    const same = [first];
    for (let made = 1; made < 15; made += 1) same.push(await pair('Same', { issuer: first, sameKey: first }));
    assert.equal(await isTrusted(root, same), false);
  });
});

describe('The certificate of a timestamp', () => {
  /** openssl refuses to sign with these, so that its own check is taken out by signing as CMS. */
  for (const [what, extensions] of [
    ['is not for timestamps', ['keyUsage = critical, digitalSignature']],
    ['is for other purposes as well', ['extendedKeyUsage = critical, timeStamping, codeSigning']],
    ['has the purpose uncritical', ['extendedKeyUsage = timeStamping']],
    [
      'has a key for other uses',
      ['keyUsage = critical, keyAgreement', 'extendedKeyUsage = critical, timeStamping'],
    ],
    ['demands the unknown', ['extendedKeyUsage = critical, timeStamping', '1.2.3.4 = critical, ASN1:NULL']],
  ] as const) {
    it(`counts for nothing where it ${what}`, async () => {
      await withAuthority({ keys: 'ec:P-256', certificate: { extensions } }, async (authority) => {
        const token = await signTstInfo(data, authority.signer);
        await assert.rejects(verifyTimestamp(token, data), fails('certificate'));
      });
    });
  }

  for (const [what, from, to] of [
    ['had ended', '20200101000000Z', '20210101000000Z'],
    ['had not begun', '20900101000000Z', '20910101000000Z'],
  ] as const) {
    it(`counts for nothing where it ${what} when it signed`, async () => {
      await withAuthority({ keys: 'ec:P-256', certificate: { from, to } }, async (authority) => {
        await assert.rejects(
          verifyTimestamp(await signTstInfo(data, authority.signer), data),
          fails('certificate'),
        );
        // At a time at which it was valid, it counts today as well.
        const then = new Date(from.replace(/(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3T12:00:00Z'));
        await verifyTimestamp(await signTstInfo(data, authority.signer, { genTime: then }), data);
      });
    });
  }
});

describe('A timestamp that was tampered with', () => {
  for (const [keys, step] of [
    ['ec:P-256', 1],
    ['rsa:2048', 5],
  ] as const) {
    it(`shows nothing else than before, whichever byte is changed (${keys})`, () =>
      withAuthority({ keys }, async (authority) => {
        const token = await authority.stamp(data);
        const trust = { roots: [authority.rootDer] };
        const whole = await verifyTimestamp(token, data, trust);
        const unprotected: number[] = [];
        for (let at = 0; at < token.length; at += step) {
          const changed = token.slice();
          changed[at]! ^= 1 << (at % 8);
          let shown: Timestamp | undefined;
          try {
            shown = await verifyTimestamp(changed, data, trust);
          } catch (error) {
            if (!(error instanceof BadTimestamp || error instanceof Malformed)) throw error;
            continue;
          }
          const { trusted, chain, ...facts } = shown;
          const { trusted: _, chain: __, ...before } = whole;
          assert.deepEqual(facts, before, `byte ${at}`);
          unprotected.push(at);
        }
        // The root that comes along, versions and names of digests that are said twice: nothing is read from them.
        const root = token.length - authority.rootDer.length;
        assert.ok(unprotected.length <= authority.rootDer.length + 40, `${unprotected.length} of ${root}`);
      }));
  }

  it('is unreadable cut off, doubled, empty, huge or deep, and never hangs', () =>
    withAuthority({ keys: 'ec:P-256' }, async (authority) => {
      const token = await authority.stamp(data);
      const deep = new Uint8Array(60_000).fill(0x30);
      for (let at = 1; at < deep.length; at += 2) deep[at] = 0x80;
      for (const bytes of [
        token.slice(0, -1),
        token.slice(0, 40),
        new Uint8Array([...token, ...token]),
        new Uint8Array([...token, 0]),
        new Uint8Array(),
        new Uint8Array(70_000),
        new Uint8Array(60_000).fill(0x30),
        deep,
        new TextEncoder().encode('<html>'),
        authority.rootDer,
      ])
        await assert.rejects(verifyTimestamp(bytes, data), (error) => error instanceof Malformed);
    }));
});
