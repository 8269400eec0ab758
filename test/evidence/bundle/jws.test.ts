import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { bundleType } from '../../../src/evidence/bundle/jws-header.ts';
import { signJws } from '../../../src/evidence/bundle/sign-jws.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { verifyJws } from '../../../src/evidence/bundle/verify-jws.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';

const kinds = {
  ES256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ES384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  PS256: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  small: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
} as const;
type Kind = keyof typeof kinds;
type Algorithm = Signer['algorithm'];

const python = '/usr/bin/python3';
const hasJwcrypto = spawnSync(python, ['-c', 'import jwcrypto']).status === 0;
const at = new Date('2026-11-22T10:00:00Z');

const text = (bytes: Uint8Array[]): string => Buffer.concat(bytes).toString();
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const base64url = (value: unknown): string => bytesOf(value).toString('base64url');

describe('What the organisation signs', () => {
  let folder: string;
  const signers = {} as Record<Kind, Signer>;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'segl-jws-'));
    for (const kind of Object.keys(kinds) as Kind[]) signers[kind] = makeSigner(folder, kind);
  });
  after(() => rmSync(folder, { recursive: true }));

  const signed = async (kind: Kind, payload: Iterable<string> = ['{"a":1}']) =>
    text(await signJws(payload, signers[kind], { typ: bundleType, at }));

  /** The same with another header, signed anew by the same key: only the header can be to blame. */
  function withHeader(kind: Kind, change: (header: Record<string, unknown>) => unknown): Buffer {
    const { certificates } = signers[kind];
    const header = {
      alg: signers[kind].algorithm,
      iat: 1,
      typ: bundleType,
      x5c: certificates.map((der) => Buffer.from(der).toString('base64')),
      'x5t#S256': createHash('sha256').update(certificates[0]!).digest('base64url'),
    };
    const protectedHeader = Buffer.from(stringOf(change(header))).toString('base64url');
    const payload = base64url({ a: 1 });
    const input = Buffer.from(`${protectedHeader}.${payload}`);
    const key = readFileSync(join(folder, `${kind}.key`));
    const signature = signWith(signers[kind].algorithm, key, input).toString('base64url');
    return bytesOf({ payload, protected: protectedHeader, signature });
  }

  for (const kind of ['ES256', 'ES384', 'PS256'] as const) {
    it(`${kind}: verifies, with the certificate, the time and the payload`, async () => {
      const opened = await verifyJws(Buffer.from(await signed(kind, ['{"a":', '1}'])));
      assert.equal(opened.signatureHolds, true);
      assert.equal(Buffer.from(opened.payload).toString(), '{"a":1}');
      assert.equal(opened.algorithm, kind);
      assert.equal(opened.signedAt, at.getTime() / 1000);
      assert.deepEqual([...opened.certificates[0]!], [...signers[kind].certificates[0]!]);
    });

    it(`${kind}: Debian's jwcrypto verifies it`, { skip: !hasJwcrypto && 'no jwcrypto here' }, async () => {
      const file = join(folder, `${kind}.jws`);
      writeFileSync(file, await signed(kind, ['{"æ":', '"ø"}']));
      const program = `
import sys
from jwcrypto import jwk, jws
token = jws.JWS()
token.deserialize(open(sys.argv[1]).read())
token.verify(jwk.JWK.from_pem(open(sys.argv[2], 'rb').read()))
sys.stdout.write(token.payload.decode())`;
      const payload = execFileSync(python, ['-c', program, file, join(folder, `${kind}.pem`)]);
      assert.equal(payload.toString(), '{"æ":"ø"}');
    });

    it(`${kind}: a byte changed in payload, header or signature does not verify`, async () => {
      const jws = await signed(kind);
      const members = JSON.parse(jws) as Record<string, string>;
      for (const name of ['payload', 'protected', 'signature']) {
        await fc.assert(
          fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (position, flip) => {
            const bytes = Buffer.from(members[name]!, 'base64url');
            bytes[position % bytes.length]! ^= flip;
            const changed = bytesOf({ ...members, [name]: bytes.toString('base64url') });
            const holds = await verifyJws(changed).then(
              ({ signatureHolds }) => signatureHolds,
              (error: unknown) => {
                assert.ok(error instanceof Malformed, String(error));
                return false;
              },
            );
            assert.equal(holds, false);
          }),
          { numRuns: 60 },
        );
      }
    });
  }

  it('another key, with its certificate left in place, does not hold', async () => {
    const members = JSON.parse(await signed('ES256')) as Record<string, string>;
    const input = Buffer.from(`${members.protected}.${members.payload}`);
    const other = makeSigner(folder, 'ES256', 'other');
    const signature = Buffer.from(await other.sign(input)).toString('base64url');
    assert.equal((await verifyJws(bytesOf({ ...members, signature }))).signatureHolds, false);
  });

  const unfit: readonly [string, Kind, (header: Record<string, unknown>) => unknown, RegExp][] = [
    ['no algorithm', 'ES256', (h) => ({ ...h, alg: 'none' }), /algorithm/],
    ['a symmetric algorithm', 'ES256', (h) => ({ ...h, alg: 'HS256' }), /algorithm/],
    ['another curve', 'ES256', (h) => ({ ...h, alg: 'ES384' }), /could have signed/],
    ['another kind of key', 'ES256', (h) => ({ ...h, alg: 'PS256' }), /could have signed/],
    ['a short RSA key', 'small', (h) => h, /could have signed/],
    ['crit', 'ES256', (h) => ({ ...h, crit: ['b64'], b64: false }), /must not stand/],
    ['a key of its own', 'ES256', (h) => ({ ...h, jwk: {} }), /must not stand/],
    ['no thumbprint', 'ES256', ({ 'x5t#S256': _, ...h }) => h, /missing/],
    ['the thumbprint of another', 'ES256', (h) => ({ ...h, 'x5t#S256': 'AAAA' }), /another certificate/],
    ['no certificate', 'ES256', (h) => ({ ...h, x5c: [] }), /1 to 10 certificates/],
    ['certificates without end', 'ES256', (h) => ({ ...h, x5c: Array(11).fill('AAAA') }), /1 to 10/],
    ['another type', 'ES256', (h) => ({ ...h, typ: 'JWT' }), /type/],
    ['no time', 'ES256', (h) => ({ ...h, iat: '1' }), /time/],
    ['a time that no clock has', 'ES256', (h) => ({ ...h, iat: 8_640_000_000_001 }), /time/],
    ['an algorithm given twice', 'ES256', (h) => `{"alg":"none",${JSON.stringify(h).slice(1)}`, /twice/],
    ['a header that is a list', 'ES256', () => [], /object/],
  ];
  for (const [what, kind, change, sentence] of unfit) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(verifyJws(withHeader(kind, change)), (error) => {
        assert.ok(error instanceof Malformed);
        assert.match(error.message, sentence);
        return true;
      });
    });
  }

  it('takes the header that those are made from', async () => {
    assert.equal((await verifyJws(withHeader('ES256', (header) => header))).signatureHolds, true);
  });

  it('refuses what is cut, doubled, padded, or has more in it', async () => {
    const jws = await signed('ES256');
    const members = JSON.parse(jws) as Record<string, string>;
    const bad: string[] = [
      '',
      '{}',
      '[]',
      'null',
      jws.slice(0, -10),
      jws + jws,
      `\ufeff${jws}`,
      JSON.stringify({ ...members, header: {} }),
      JSON.stringify({ payload: members.payload, signatures: [members] }),
      JSON.stringify({ ...members, payload: `${members.payload}==` }),
      JSON.stringify({ ...members, payload: `${members.payload} ` }),
      JSON.stringify({ ...members, payload: 1 }),
      jws.replace('{', `{"payload":"${base64url({ a: 2 })}",`),
      `{"payload":${'['.repeat(100_000)}`,
      '{"__proto__":{}}',
    ];
    for (const each of bad) {
      await assert.rejects(verifyJws(Buffer.from(each)), Malformed, JSON.stringify(each.slice(0, 80)));
    }
    await assert.rejects(verifyJws(Buffer.from([0xff, 0xfe])), Malformed);
  });

  it('encodes a payload in pieces of any length as it does the whole', async () => {
    const whole = randomBytes(3_000_000).toString('latin1');
    for (const lengths of [[1], [786_431, 1, 2, 786_433], [1_000_003]]) {
      const opened = await verifyJws(Buffer.from(await signed('ES256', piecesOf(whole, lengths))));
      assert.equal(opened.signatureHolds, true);
      assert.ok(Buffer.from(opened.payload).equals(Buffer.from(whole)));
    }
  });
});

function* piecesOf(whole: string, lengths: readonly number[]): Generator<string> {
  let from = 0;
  for (const length of lengths.slice(0, -1)) {
    yield whole.slice(from, from + length);
    from += length;
  }
  for (; from < whole.length; from += 50_001) yield whole.slice(from, from + 50_001);
}

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function signWith(algorithm: Algorithm, pem: Buffer, input: Uint8Array): Buffer {
  const key = createPrivateKey(pem);
  if (algorithm === 'PS256') return sign('sha256', input, { key, padding: 6, saltLength: 32 });
  const hash = algorithm === 'ES384' ? 'sha384' : 'sha256';
  return sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
}

/** A key and its certificate, both by openssl. */
function makeSigner(folder: string, kind: Kind, name: string = kind): Signer {
  const [key, pem] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  execFileSync('openssl', ['genpkey', ...kinds[kind], '-out', key], { stdio: 'ignore' });
  execFileSync('openssl', ['req', '-x509', '-new', '-key', key, '-subj', '/CN=Fredericia', '-out', pem], {
    stdio: 'ignore',
  });
  const algorithm = kind === 'small' ? 'PS256' : kind;
  const private_ = readFileSync(key);
  return {
    certificates: [new X509Certificate(readFileSync(pem)).raw],
    algorithm,
    sign: async (bytes) => signWith(algorithm, private_, bytes),
  };
}
