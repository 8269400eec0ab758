import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../src/config.ts';

const carried = { SEGL_MAIL: 'smtp://relay', SEGL_SMS: 'twilio://x' };

describe('Settings', () => {
  it('need not be given at all', () => {
    const config = readConfig({});
    assert.equal(config.url.origin, 'http://localhost:3000');
    assert.equal(config.database, 'embedded');
    assert.equal(config.mail, 'outbox');
    assert.deepEqual([...config.roles], ['web', 'smtp', 'worker']);
  });

  it('give links the port that is listened on', () => {
    assert.equal(readConfig({ SEGL_HTTP: '127.0.0.1:4000' }).url.origin, 'http://localhost:4000');
  });

  for (const [what, env, named] of [
    ['an unknown name', { SEGL_ULR: 'x' }, 'SEGL_ULR'],
    ['http for a public host', { ...carried, SEGL_URL: 'http://mail.example.dk' }, 'SEGL_URL'],
    ['an address with a path', { SEGL_URL: 'http://localhost:3000/segl' }, 'SEGL_URL'],
    ['no address', { SEGL_URL: 'mail.example.dk' }, 'SEGL_URL'],
    ['a public address without mail', { SEGL_URL: 'https://mail.example.dk' }, 'SEGL_MAIL'],
    [
      'a public address without SMS',
      { SEGL_URL: 'https://mail.example.dk', SEGL_MAIL: 'outbox' },
      'SEGL_SMS',
    ],
    ['a port that is none', { SEGL_HTTP: '127.0.0.1:99999' }, 'SEGL_HTTP'],
    ['no port', { SEGL_HTTP: 'localhost' }, 'SEGL_HTTP'],
    ['a proxy that is no address', { SEGL_TRUST_PROXY: 'everybody' }, 'SEGL_TRUST_PROXY'],
    ['a database of another kind', { SEGL_DATABASE: 'mysql://x/y' }, 'SEGL_DATABASE'],
    ['an owner without a database', { SEGL_DATABASE_OWNER: 'postgres://x/y' }, 'SEGL_DATABASE_OWNER'],
    ['blobs nowhere', { SEGL_BLOBS: 's3:' }, 'SEGL_BLOBS'],
    ['blobs with an unknown option', { SEGL_BLOBS: 's3://b/p?regoin=x' }, 'SEGL_BLOBS'],
    ['keys in the database', { SEGL_KEYS: 'postgres' }, 'SEGL_KEYS'],
    ['keys that this version cannot keep', { SEGL_KEYS: 'awskms://kms?key=x' }, 'SEGL_KEYS'],
    ['backups that are never readable', { SEGL_RESTORE_DAYS: '0' }, 'SEGL_RESTORE_DAYS'],
    ['backups that are readable for eleven years', { SEGL_RESTORE_DAYS: '4015' }, 'SEGL_RESTORE_DAYS'],
    ['half a day', { SEGL_RESTORE_DAYS: '1.5' }, 'SEGL_RESTORE_DAYS'],
    ['days in other words', { SEGL_RESTORE_DAYS: '1e2' }, 'SEGL_RESTORE_DAYS'],
    ['mail by pigeon', { SEGL_MAIL: 'pigeon://x' }, 'SEGL_MAIL'],
    ['SMS by pigeon', { SEGL_SMS: 'pigeon' }, 'SEGL_SMS'],
    ['half of DKIM', { SEGL_DKIM_DOMAIN: 'example.dk' }, 'SEGL_DKIM'],
    ['an unknown role', { SEGL_ROLES: 'web,cook' }, 'SEGL_ROLES'],
    ['a country that is none', { SEGL_COUNTRY: 'Denmark' }, 'SEGL_COUNTRY'],
    ['a time zone that is none', { SEGL_TZ: 'Europe/Fredericia' }, 'SEGL_TZ'],
    ['a size that is none', { SEGL_SMTP_MAX_MB: 'big' }, 'SEGL_SMTP_MAX_MB'],
    [
      'a short public token',
      { ...carried, SEGL_URL: 'https://m.example.dk', SEGL_BOOTSTRAP_TOKEN: 'short' },
      'SEGL_BOOTSTRAP_TOKEN',
    ],
    ['an eID provider without a client', { SEGL_OIDC_EID: 'https://eid.example' }, 'SEGL_OIDC_EID'],
    ['a secret file that is not there', { SEGL_TOKEN: 'file:/no/such/file' }, 'SEGL_TOKEN'],
  ] as const) {
    it(`refuse ${what}, naming ${named}`, () => {
      assert.throws(
        () => readConfig(env),
        (error: Error) => error instanceof ConfigError && error.message.includes(named),
      );
    });
  }

  it('are read from files, and never show the secret in a refusal', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'segl-config-')), 'token');
    writeFileSync(file, 'a-secret-of-some-length\n');
    assert.equal(readConfig({ SEGL_TOKEN: `file:${file}` }).token, 'a-secret-of-some-length');
    writeFileSync(file, 'smtp//user:very-secret@relay');
    assert.throws(
      () => readConfig({ SEGL_MAIL: `file:${file}` }),
      (error: Error) => !error.message.includes('very-secret'),
    );
  });

  it('keep backups readable for a week, or for as many whole days as is said', () => {
    assert.equal(readConfig({}).restoreDays, 7);
    assert.equal(readConfig({ SEGL_RESTORE_DAYS: '3650' }).restoreDays, 3650);
  });
});
