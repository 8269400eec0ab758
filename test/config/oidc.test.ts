import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { adviceOn } from '../../src/composition/advice.ts';
import { ConfigError, readConfig } from '../../src/config.ts';

const read = (value: string) => readConfig({ SEGL_OIDC_STAFF: value }).oidcStaff!;

describe('The identity provider of the staff', () => {
  it('need not be there', () => assert.equal(readConfig({}).oidcStaff, undefined));

  it('is named by its issuer, with the client that Segl is there', () => {
    const settings = read('https://segl:s3cr%2Fet%40%3A%25@login.example.dk/adfs');
    assert.equal(settings.issuer.href, 'https://login.example.dk/adfs');
    assert.equal(settings.clientId, 'segl');
    assert.equal(settings.clientSecret, 's3cr/et@:%');
    assert.equal(settings.scope, 'openid profile email');
    assert.deepEqual(settings.acrValues, []);
  });

  it('may have a client without a secret, and options', () => {
    const settings = read(
      'https://urn%3Asegl@login.example.dk:8443/realms/havn/?scope=openid%20email+offline_access&acr_values=mfa%20urn:strong',
    );
    assert.equal(settings.issuer.href, 'https://login.example.dk:8443/realms/havn/');
    assert.equal(settings.clientId, 'urn:segl');
    assert.equal(settings.clientSecret, undefined);
    assert.equal(settings.scope, 'openid email offline_access');
    assert.deepEqual(settings.acrValues, ['mfa', 'urn:strong']);
  });

  it('may be this machine without TLS', () =>
    assert.equal(read('http://segl@localhost:8080/realms/x').issuer.protocol, 'http:'));

  it('may stand in a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'segl-oidc-')), 'oidc');
    writeFileSync(file, 'https://segl:topsecret@login.example.dk/adfs\n');
    assert.equal(read(`file:${file}`).clientSecret, 'topsecret');
  });

  for (const [what, value, sentence] of [
    ['no address', 'login.example.dk', 'https://client:secret@'],
    ['no client', 'https://login.example.dk/adfs', 'client is missing'],
    ['http to another machine', 'http://segl:topsecret@login.example.dk/adfs', 'https://'],
    ['another protocol', 'ldaps://segl:topsecret@login.example.dk/', 'https://client'],
    ['a lone percent sign', 'https://segl:topsecret%@login.example.dk/', '%'],
    ['a secret with a slash in clear', 'https://segl:topsecret/x@login.example.dk/', 'percent-encoded'],
    ['a control character', 'https://segl:topsecret%00@login.example.dk/', 'control character'],
    ['a fragment', 'https://segl:topsecret@login.example.dk/#x', 'https://client'],
    ['an unknown option', 'https://segl:topsecret@login.example.dk/?scopes=openid', 'scope and acr_values'],
    ['an option twice', 'https://segl:topsecret@x.example/?scope=openid&scope=openid', 'each once'],
    ['scopes without openid', 'https://segl:topsecret@login.example.dk/?scope=email', 'openid'],
    ['scopes that are none', 'https://segl:topsecret@login.example.dk/?scope=openid%20%22', 'openid'],
    [
      'the document in place of the issuer',
      'https://segl:topsecret@login.example.dk/.well-known/openid-configuration',
      'issuer',
    ],
    [
      "everybody's directory",
      'https://segl:topsecret@login.microsoftonline.com/common/v2.0',
      'your own directory',
    ],
  ] as const) {
    it(`is refused as ${what}, without a word of the secret`, () => {
      assert.throws(
        () => read(value),
        (error: Error) => {
          assert.ok(error instanceof ConfigError);
          assert.ok(error.message.startsWith('SEGL_OIDC_STAFF'), error.message);
          assert.ok(error.message.includes(sentence), error.message);
          assert.doesNotMatch(error.message, /topsecret/);
          return true;
        },
      );
    });
  }

  it('had better be asked for a refresh token', () => {
    const advice = (value: string) => adviceOn(readConfig({ SEGL_OIDC_STAFF: value })).join('\n');
    assert.match(advice('https://segl@x.example/'), /offline_access/);
    assert.doesNotMatch(advice('https://segl@x.example/?scope=openid+offline_access'), /offline_access/);
  });
});

describe('The eID of recipients', () => {
  const eid = (value: string) => readConfig({ SEGL_OIDC_EID: value }).oidcEid!;

  it('need not be there', () => assert.equal(readConfig({}).oidcEid, undefined));

  it('is a broker that asks for no more than it must, under a name that people know', () => {
    const settings = eid('https://urn%3Asegl:s3cret@havn.criipto.id/?scope=openid+ssn&name=MitID');
    assert.equal(settings.issuer.href, 'https://havn.criipto.id/');
    assert.equal(settings.clientId, 'urn:segl');
    assert.equal(settings.scope, 'openid ssn');
    assert.equal(settings.name, 'MitID');
    assert.equal(settings.claim, undefined);
    const plain = eid('https://segl:s3cret@eid.example/');
    assert.deepEqual([plain.scope, plain.name], ['openid', 'eID']);
  });

  it('may name the claim that holds the identity number', () =>
    assert.equal(
      eid('https://segl@eid.example/?claim=https%3A%2F%2Fbroker.example%2Fcpr').claim,
      'https://broker.example/cpr',
    ));

  for (const [what, value, sentence] of [
    ['an empty claim', 'https://segl:topsecret@eid.example/?claim=', 'claim'],
    ['an empty name', 'https://segl:topsecret@eid.example/?name=%20', 'name=MitID'],
    ['a name in two lines', 'https://segl:topsecret@eid.example/?name=Mit%0AID', 'name=MitID'],
    ['a name that no button holds', `https://segl:topsecret@eid.example/?name=${'x'.repeat(41)}`, '40'],
    [
      'an unknown option',
      'https://segl:topsecret@eid.example/?prompt=none',
      'scope, acr_values, claim and name',
    ],
    ['http to another machine', 'http://segl:topsecret@eid.example/', 'https://'],
  ] as const) {
    it(`is refused with ${what}, without a word of the secret`, () => {
      assert.throws(
        () => eid(value),
        (error: Error) => {
          assert.ok(error instanceof ConfigError);
          assert.ok(error.message.startsWith('SEGL_OIDC_EID'), error.message);
          assert.ok(error.message.includes(sentence), error.message);
          assert.doesNotMatch(error.message, /topsecret/);
          return true;
        },
      );
    });
  }
});
