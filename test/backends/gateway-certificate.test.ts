import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { checkServerIdentity, connect, type ConnectionOptions, createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type GatewayCertificate, gatewayCertificate } from '../../src/backends/gateway-certificate.ts';

const run = promisify(execFile);
const host = 'mail.example.dk';
const year = 365.25 * 86_400_000;

const matches = ({ cert, key }: GatewayCertificate) =>
  new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));

describe("The gateway's own certificate", () => {
  let root: string;
  let folder: string;
  let count = 0;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'segl-certificate-'));
  });
  beforeEach(() => {
    folder = join(root, String(count++));
  });
  after(() => rm(root, { recursive: true, force: true }));

  const onDisk = async (): Promise<GatewayCertificate> => ({
    cert: await readFile(join(folder, 'cert.pem'), 'utf8'),
    key: await readFile(join(folder, 'key.pem'), 'utf8'),
  });

  it('is what OpenSSL reads as a certificate of a server: for one host, for ten years, and no authority', async () => {
    await gatewayCertificate(folder, host);
    const file = join(folder, 'cert.pem');
    const { stdout } = await run('openssl', ['x509', '-in', file, '-noout', '-text']);
    for (const part of [
      /Signature Algorithm: ecdsa-with-SHA256/,
      /ASN1 OID: prime256v1/,
      /Subject Alternative Name: \n\s*DNS:mail\.example\.dk\n/,
      /Basic Constraints: critical\n\s*CA:FALSE/,
      /Key Usage: critical\n\s*Digital Signature\n/,
      /Extended Key Usage: \n\s*TLS Web Server Authentication\n/,
    ])
      assert.match(stdout, part);
    const { validToDate, validFromDate } = new X509Certificate(await readFile(file));
    assert.equal(Math.round((validToDate.getTime() - validFromDate.getTime()) / year), 10);
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', file];
    await run('openssl', [...verify, '-verify_hostname', host, file]);
    await assert.rejects(run('openssl', [...verify, '-verify_hostname', 'other.example.dk', file]));
  });

  for (const [given, servername] of [
    [host, host],
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['xn--kbenhavn-54a.dk', 'xn--kbenhavn-54a.dk'],
  ] as const) {
    it(`lets a client that trusts it shake hands with ${given}, and no other`, async () => {
      const pair = await gatewayCertificate(folder, given);
      const server = createServer(pair, (socket) => socket.end());
      server.on('tlsClientError', () => undefined);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const shake = async (name: string, ca: string | undefined) => {
        const socket = connect({
          port,
          host: '127.0.0.1',
          ...(ca && { ca }),
          checkServerIdentity: check(name),
        });
        try {
          await once(socket, 'secureConnect');
        } finally {
          socket.destroy();
        }
      };
      try {
        await shake(servername, pair.cert);
        await assert.rejects(shake(servername, undefined), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
        await assert.rejects(shake('other.example.dk', pair.cert), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
      } finally {
        server.close();
      }
    });
  }

  it('is kept: the next start finds the same', async () => {
    const made = await gatewayCertificate(folder, host);
    assert.ok(matches(made));
    assert.deepEqual(await onDisk(), made);
    assert.deepEqual(await gatewayCertificate(folder, host), made);
    assert.deepEqual((await readdir(folder)).sort(), ['cert.pem', 'key.pem']);
  });

  it("keeps the key to its owner, and tightens a folder that was open, whatever the process's umask", async () => {
    const umask = process.umask(0o077);
    try {
      await mkdir(folder);
      await chmod(folder, 0o755);
      await gatewayCertificate(folder, host);
    } finally {
      process.umask(umask);
    }
    const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
    assert.deepEqual(
      await Promise.all([folder, join(folder, 'key.pem'), join(folder, 'cert.pem')].map(mode)),
      ['700', '600', '644'],
    );
  });

  it('is one pair when several processes start at once', async () => {
    const script = fileURLToPath(new URL('./print-certificate.ts', import.meta.url));
    const started = await Promise.all(
      Array.from({ length: 5 }, () => run(process.execPath, [script, folder, host])),
    );
    const pairs = started.map(({ stdout }) => JSON.parse(stdout) as GatewayCertificate);
    assert.equal(new Set(pairs.map(({ key }) => key)).size, 1);
    assert.ok(pairs.every(matches));
    assert.ok(matches(await onDisk()));
    assert.deepEqual((await readdir(folder)).sort(), ['cert.pem', 'key.pem']);
  });

  it('is one pair also when many repair a damaged one at once', async () => {
    for (let round = 0; round < 10; round++) {
      await gatewayCertificate(folder, host);
      await writeFile(join(folder, round % 2 ? 'key.pem' : 'cert.pem'), 'damaged');
      const pairs = await Promise.all(Array.from({ length: 6 }, () => gatewayCertificate(folder, host)));
      assert.ok(pairs.every(matches));
      assert.ok(matches(await onDisk()));
    }
  });

  it('is made again, with the same key, before it ends', async () => {
    const start = Date.UTC(2026, 0, 1);
    const first = await gatewayCertificate(folder, host, start);
    assert.deepEqual(await gatewayCertificate(folder, host, start + 9.8 * year), first);
    for (const at of [start + 9.99 * year, start + 30 * year]) {
      const next = await gatewayCertificate(folder, host, at);
      assert.notEqual(next.cert, first.cert);
      assert.equal(next.key, first.key);
      assert.ok(matches(next) && new X509Certificate(next.cert).validToDate.getTime() > at + 9.9 * year);
    }
  });

  it('is made again where the clock stood too far ahead when it was made', async () => {
    const first = await gatewayCertificate(folder, host, Date.now() + year);
    const next = await gatewayCertificate(folder, host);
    assert.notEqual(next.cert, first.cert);
  });

  it('is made again for another host', async () => {
    await gatewayCertificate(folder, host);
    const { cert } = await gatewayCertificate(folder, 'new.example.dk');
    assert.equal(new X509Certificate(cert).subjectAltName, 'DNS:new.example.dk');
    assert.deepEqual(await onDisk(), await gatewayCertificate(folder, 'new.example.dk'));
  });

  const other = () => join(root, 'other');
  for (const [what, damage] of [
    ['a key without a certificate, as a crash leaves it', () => unlink(join(folder, 'cert.pem'))],
    ['a certificate without its key', () => unlink(join(folder, 'key.pem'))],
    ['half a certificate', () => writeFile(join(folder, 'cert.pem'), '-----BEGIN CERTIFICATE-----\nMIIB')],
    ['an empty certificate', () => writeFile(join(folder, 'cert.pem'), '')],
    ['half a key', () => writeFile(join(folder, 'key.pem'), '-----BEGIN PRIVATE KEY-----\nMIGH')],
    ["another pair's key", () => copyFile(join(other(), 'key.pem'), join(folder, 'key.pem'))],
    ["another pair's certificate", () => copyFile(join(other(), 'cert.pem'), join(folder, 'cert.pem'))],
    [
      'a key of another kind',
      async () => {
        const file = join(folder, 'key.pem');
        await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', file]);
      },
    ],
  ] as const) {
    it(`is mended where the folder holds ${what}`, async () => {
      await gatewayCertificate(other(), host);
      await gatewayCertificate(folder, host);
      await damage();
      const mended = await gatewayCertificate(folder, host);
      assert.ok(matches(mended));
      assert.deepEqual(await onDisk(), mended);
      assert.deepEqual(await gatewayCertificate(folder, host), mended);
      assert.equal((await stat(join(folder, 'key.pem'))).mode & 0o777, 0o600);
    });
  }

  it('says what to do where it cannot be kept', async () => {
    await writeFile(folder, 'a file');
    await assert.rejects(gatewayCertificate(folder, host), (error: Error) => {
      assert.match(error.message, /could be made in .*(EEXIST|ENOTDIR)/);
      assert.match(error.message, /SEGL_SMTP_TLS_CERT/);
      return true;
    });
    await unlink(folder);
    await mkdir(join(folder, 'cert.pem'), { recursive: true });
    await assert.rejects(gatewayCertificate(folder, host), /could be made in .*EISDIR/);
  });

  it('is not made for a host that no certificate can name', async () => {
    for (const none of ['', '.', 'ø.dk'])
      await assert.rejects(gatewayCertificate(folder, none), /none can name the host/);
    assert.deepEqual(await readdir(folder), ['key.pem']);
  });
});

/** Judges the certificate by Node's own rule, for the name that a sender was told. */
function check(name: string): NonNullable<ConnectionOptions['checkServerIdentity']> {
  return (_host, certificate) => checkServerIdentity(name, certificate);
}
