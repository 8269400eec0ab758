import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ConfigError, readConfig } from '../../src/config.ts';

const refused = (env: Record<string, string>, ...named: string[]) =>
  assert.throws(
    () => readConfig(env),
    (error: Error) => {
      assert.ok(error instanceof ConfigError, String(error));
      for (const each of named) assert.ok(error.message.includes(each), error.message);
      return true;
    },
  );

describe('Where the gateway listens', () => {
  it('need not be said', () => {
    assert.deepEqual(readConfig({}).smtp, {
      host: '127.0.0.1',
      port: 2525,
      isDefault: true,
      tls: undefined,
      trusted: [],
    });
  });

  it('counts as chosen also where the choice is the default', () => {
    assert.equal(readConfig({ SEGL_SMTP: '127.0.0.1:2525' }).smtp?.isDefault, false);
    assert.equal(readConfig({ SEGL_SMTP: '' }).smtp?.isDefault, true);
  });

  it('may be an IPv6 address, or nowhere', () => {
    const { host, port } = readConfig({ SEGL_SMTP: '[::]:25' }).smtp!;
    assert.deepEqual({ host, port }, { host: '::', port: 25 });
    assert.equal(readConfig({ SEGL_SMTP: 'off' }).smtp, undefined);
  });

  for (const value of ['2525', 'localhost', '127.0.0.1:99999', '::1:2525', 'on', 'OFF'])
    it(`is not "${value}"`, () => refused({ SEGL_SMTP: value }, 'SEGL_SMTP must be', '"off"'));
});

describe('Trusted networks', () => {
  const trusted = (value: string) => readConfig({ SEGL_SMTP_TRUSTED: value }).smtp?.trusted;

  it('name their systems, each in its one spelling', () => {
    assert.deepEqual(
      trusted('10.1.2.0/24=billing,2001:DB8:0::/32 = case system , 127.0.0.1=x=y,2001:db8::0:1=Æble'),
      [
        { network: '10.1.2.0/24', system: 'billing' },
        { network: '2001:db8::/32', system: 'case system' },
        { network: '127.0.0.1/32', system: 'x=y' },
        { network: '2001:db8::1/128', system: 'Æble' },
      ],
    );
  });

  it('may lie in each other, and are none where nothing is said', () => {
    assert.equal(trusted('10.0.0.0/8=all,10.1.2.0/24=billing,10.1.2.3=one')?.length, 3);
    assert.deepEqual(trusted(''), []);
  });

  for (const [entry, why] of [
    ['10.1.2.0/33=a', 'at most 32'],
    ['2001:db8::/129=a', 'at most 128'],
    ['10.1.2.3/24=a', 'leave /24 out'],
    ['2001:db8::1/64=a', 'leave /64 out'],
    ['0.0.0.0/0=a', 'everybody'],
    ['::/0=a', 'everybody'],
    ['::ffff:10.1.2.3=a', 'IPv4'],
    ['fe80::1%eth0=a', 'network'],
    ['10.1.2=a', 'network'],
    ['010.1.2.3=a', 'network'],
    ['10.1.2.0/=a', 'network'],
  ] as const) {
    it(`are not ${entry}: ${why}`, () =>
      refused({ SEGL_SMTP_TRUSTED: `127.0.0.1=x,${entry}` }, 'SEGL_SMTP_TRUSTED', `entry 2 (${entry})`, why));
  }

  for (const entry of ['10.1.2.0/24', '10.1.2.0/24=', '10.1.2.0/24= ', '=billing', 'billing=10.1.2.0/24', ''])
    it(`are not "${entry}", which lacks a part or has them turned`, () =>
      refused({ SEGL_SMTP_TRUSTED: `127.0.0.1=x,${entry}` }, 'entry 2', '10.1.2.0/24'));

  it('are not given to two systems, whatever the spelling', () =>
    refused({ SEGL_SMTP_TRUSTED: '2001:db8::/32=a,2001:db8:0:0::/32=b' }, 'entry 2', 'earlier'));

  it('are checked where the gateway is off', () =>
    refused({ SEGL_SMTP: 'off', SEGL_SMTP_TRUSTED: 'x' }, 'SEGL_SMTP_TRUSTED'));

  it('never repeat what stands in a wrong file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-config-'));
    for (const secret of ['hunter2-hunter2', 'aHVudGVyMg==', '-----BEGIN KEY-----\nhunter2=\n-----END']) {
      writeFileSync(join(folder, 'secret'), secret);
      assert.throws(
        () => readConfig({ SEGL_SMTP_TRUSTED: `file:${folder}/secret` }),
        (error: Error) => error instanceof ConfigError && !/hunter2|aHVud/.test(error.message),
      );
    }
    rmSync(folder, { recursive: true });
  });
});

describe('The domain of return addresses', () => {
  const bounces = (value: string) => readConfig({ SEGL_BOUNCES: value }).bounces;

  it('is kept in ASCII and lower case; without it there is none', () => {
    assert.equal(bounces('Bounces.Example.DK'), 'bounces.example.dk');
    assert.equal(bounces('retur.københavn.dk'), 'retur.xn--kbenhavn-54a.dk');
    assert.equal(bounces('localhost'), 'localhost');
    assert.equal(readConfig({}).bounces, undefined);
  });

  for (const value of [
    'bounces',
    'me@example.dk',
    '@example.dk',
    'example.dk.',
    '.example.dk',
    'a..dk',
    'a b.dk',
    '-a.dk',
    'a_b.dk',
    'https://example.dk',
    'example.dk/bounces',
    'example.dk:25',
    'example.dk?x',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    `${'a'.repeat(64)}.dk`,
    `${'a.'.repeat(100)}dk`,
  ]) {
    it(`is not ${value}`, () => refused({ SEGL_BOUNCES: value }, 'SEGL_BOUNCES', 'bounces.example.dk'));
  }
});

describe("The gateway's own certificate and key", () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const pem = (name: string) => readFileSync(path(name), 'utf8');
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'segl-config-'));
    for (const name of ['one', 'two']) {
      const made = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=${name} -keyout ${name}.key -out ${name}.pem`;
      execFileSync('openssl', made.split(' '), { cwd: folder, stdio: 'ignore' });
    }
    const locked = 'pkey -in one.key -aes128 -passout pass:secret -out locked.key';
    execFileSync('openssl', locked.split(' '), { cwd: folder, stdio: 'ignore' });
    writeFileSync(path('chain.pem'), pem('one.pem') + pem('two.pem'));
    writeFileSync(path('backward.pem'), pem('two.pem') + pem('one.pem'));
    writeFileSync(path('half.pem'), pem('one.pem').slice(0, 200));
    writeFileSync(path('broken.pem'), pem('one.pem').replace(/\n[^\n]+\n/, '\nAAAA\n'));
    writeFileSync(path('broken-chain.pem'), pem('one.pem') + pem('broken.pem'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const env = (cert: string, key: string) => ({
    SEGL_SMTP_TLS_CERT: `file:${path(cert)}`,
    SEGL_SMTP_TLS_KEY: `file:${path(key)}`,
  });

  it('are read from files, the certificate with those above it', () => {
    const { cert, key } = readConfig(env('chain.pem', 'one.key')).smtp!.tls!;
    assert.equal(cert, pem('chain.pem').trim());
    assert.equal(key, pem('one.key').trim());
  });

  it('may stand in the environment', () => {
    const tls = { SEGL_SMTP_TLS_CERT: pem('one.pem'), SEGL_SMTP_TLS_KEY: pem('one.key') };
    assert.equal(readConfig(tls).smtp?.tls?.key, tls.SEGL_SMTP_TLS_KEY);
  });

  it('are set both or neither', () => {
    const { SEGL_SMTP_TLS_CERT, SEGL_SMTP_TLS_KEY } = env('one.pem', 'one.key');
    refused({ SEGL_SMTP_TLS_CERT }, 'SEGL_SMTP_TLS_KEY is not set', 'self-signed');
    refused({ SEGL_SMTP_TLS_KEY }, 'SEGL_SMTP_TLS_CERT is not set', 'self-signed');
  });

  for (const [what, cert, key, named] of [
    ["another certificate's key", 'one.pem', 'two.key', 'SEGL_SMTP_TLS_KEY is not the key'],
    ['a chain that begins with another', 'backward.pem', 'one.key', 'first in its file'],
    ['half a certificate', 'half.pem', 'one.key', 'SEGL_SMTP_TLS_CERT must be'],
    ['a damaged certificate', 'broken.pem', 'one.key', 'SEGL_SMTP_TLS_CERT must be'],
    ['a chain with a damaged link', 'broken-chain.pem', 'one.key', 'SEGL_SMTP_TLS_CERT must be'],
    ['a key in place of the certificate', 'one.key', 'one.key', 'SEGL_SMTP_TLS_CERT must be'],
    ['a certificate in place of the key', 'one.pem', 'one.pem', 'SEGL_SMTP_TLS_KEY must be'],
    ['a key under a password', 'one.pem', 'locked.key', 'without a password'],
    ['a file that is not there', 'none.pem', 'one.key', 'SEGL_SMTP_TLS_CERT names a file'],
  ] as const) {
    it(`are not ${what}`, () => refused(env(cert, key), named));
  }

  it('are not a path without file:', () =>
    refused(
      { SEGL_SMTP_TLS_CERT: path('one.pem'), SEGL_SMTP_TLS_KEY: path('one.key') },
      'SEGL_SMTP_TLS_CERT',
      'file:/',
    ));
});
