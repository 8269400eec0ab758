/** What docs/acknowledgement.md tells to type; and what recipients sign, checked by libraries that others wrote. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import canonicalize from 'canonicalize';
import { createLocalJWKSet, flattenedVerify, importX509, jwtVerify } from 'jose';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { type AcknowledgementProof, strengths } from '../../../src/message/acknowledgements.ts';
import { PasskeyDevice } from '../../desk/account/passkey-device.ts';
import { makeTestFile } from '../../support/evidence-bundle.ts';
import { noteKey } from '../../support/log-folder.ts';
import { jwkOf, newHands, origin, signedStory, words, type Wrongs } from '../../support/signed-message.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../../support/timestamp-authority.ts';
import { lacks } from '../../support/tools.ts';

const page = await readFile(new URL('../../../docs/acknowledgement.md', import.meta.url), 'utf8');
const lacksPython =
  spawnSync('/usr/bin/python3', ['-c', 'import jwcrypto, cryptography']).status !== 0 &&
  'python3-jwcrypto is not installed';

/** A block of the page by its first line, as it stands there. */
function documented(language: string, first: string): string {
  const found = page
    .split('```')
    .filter((_, n) => n % 2 === 1)
    .find((block) => block.startsWith(`${language}\n${first}\n`));
  assert.ok(found, `docs/acknowledgement.md has ${first}`);
  return found.slice(language.length + 1);
}

const shell = (commands: string, cwd: string): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    // Debian's Python, which has the packages.
    const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}` };
    execFile('sh', ['-euc', commands], { cwd, env, encoding: 'utf8' }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output: output + errors }),
    );
  });

describe('What docs/acknowledgement.md tells to type', () => {
  let folder: string;
  let signer: Signer;
  let authority: TimestampAuthority;
  const logKey = noteKey();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-signed-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune', () => Date.UTC(2026, 10, 1))();
    authority = await startTimestampAuthority();
  });
  after(async () => {
    await authority.close();
    await rm(folder, { recursive: true });
  });

  let count = 0;
  /** A folder as the page supposes it. */
  async function given(wrongs: Wrongs, hands = newHands(signer)): Promise<string> {
    const at = join(folder, String(count++));
    await mkdir(join(at, 'keys', 'tsa'), { recursive: true });
    const token = (signature: string) => authority.stamp(Buffer.from(signature));
    const { making } = await signedStory({ logKey, signer }, hands, { token, ...wrongs });
    await writeFile(join(at, 'evidence.json'), await makeTestFile({ ...making, signer }));
    await writeFile(join(at, 'check.py'), documented('python', '# check.py'));
    await writeFile(join(at, 'words.txt'), `${words}\n`);
    await writeFile(join(at, 'contract.pdf'), 'hello');
    await writeFile(join(at, 'keys', 'log.vkey'), logKey.vkey);
    await writeFile(join(at, 'keys', 'issuer.crt'), signer.certificates[0]!);
    await writeFile(join(at, 'keys', 'eid.jwks'), JSON.stringify({ keys: [jwkOf(hands.eidKey)] }));
    await writeFile(join(at, 'keys', 'tsa', 'root.pem'), authority.root.certificate);
    return at;
  }

  it('checks with segl, with the words and a file', async () => {
    const at = await given({ method: 'eid' });
    const command = fileURLToPath(new URL('../../../bin/segl.js', import.meta.url));
    const line = documented('sh', '# segl').replace('npx segl', `${process.execPath} ${command}`);
    const good = await shell(line, at);
    // Nobody has stamped the log, though roots were given.
    assert.deepEqual([good.code, good.output.split('\n')[0]], [0, 'Consistent, and confirmed in part']);
    await writeFile(join(at, 'words.txt'), words.replace('4 weeks', '2 weeks'));
    assert.equal((await shell(line, at)).code, 1);
  });

  it(
    'checks with Python, by each way and kind of key, and the stamp with openssl',
    { skip: lacksPython || lacks('openssl', 'version') },
    async () => {
      const kinds = [
        ...strengths.map((method) => [method, newHands(signer)] as const),
        ['passkey', { ...newHands(signer), device: new PasskeyDevice(origin, 'EdDSA') }],
        ['passkey', { ...newHands(signer), device: new PasskeyDevice(origin, 'RS256') }],
      ] as const;
      for (const [method, hands] of kinds) {
        const at = await given({ method }, hands);
        const { code, output } = await shell(documented('sh', '# unpack'), at);
        assert.equal(code, 0, output);
        assert.match(output, new RegExp(`2026-11-20T10:11:30.123456Z ${method} CN=Havn Kommune`));
        assert.equal(await readFile(join(at, 'words-0.txt'), 'utf8'), words);
        const stamps = await shell(documented('sh', '# stamps'), at);
        assert.deepEqual([stamps.code, /Verification: OK/.test(stamps.output)], [0, true], stamps.output);
      }
    },
  );

  it('finds with Python what is wrong', { skip: lacksPython }, async () => {
    const payload = (text: string) => text.replace('4 weeks', '2 weeks');
    const cases: readonly [Wrongs, RegExp][] = [
      [{ method: 'passkey', payload }, /WRONG: the passkey signed other words/],
      [{ method: 'passkey', lies: { forged: true } }, /InvalidSignature/],
      [{ method: 'passkey', lies: { flags: 1 } }, /WRONG: the device did not make sure/],
      [{ method: 'eid', payload }, /WRONG: the eID’s statement is for other words/],
      [
        { method: 'code', signed: (each) => ({ ...each, jws: `${each.jws} ` }) },
        /WRONG: this is not what the log/,
      ],
    ];
    for (const [wrongs, said] of cases) {
      const { code, output } = await shell(documented('sh', '# unpack'), await given(wrongs));
      assert.equal(code, 1, output);
      assert.match(output, said);
    }
  });

  it('is what jose and SimpleWebAuthn find too', async () => {
    const hands = newHands(signer);
    const made = async (method: AcknowledgementProof['method'], wrongs: Wrongs = {}) =>
      signedStory({ logKey, signer }, hands, { method, ...wrongs });
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(signer.certificates[0]!).toString('base64')}\n-----END CERTIFICATE-----`;
    const assertion = async (wrongs: Wrongs = {}) => {
      const { acknowledgement, digest } = await made('passkey', wrongs);
      const { payload } = await flattenedVerify(
        JSON.parse(acknowledgement.jws),
        await importX509(pem, 'ES256'),
      );
      assert.equal(
        canonicalize(JSON.parse(Buffer.from(payload).toString())),
        Buffer.from(payload).toString(),
      );
      const { proof } = acknowledgement;
      assert.ok(proof.method === 'passkey');
      const { credential: id, authenticatorData, clientDataJSON, signature } = proof;
      return verifyAuthenticationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          clientExtensionResults: {},
          response: { authenticatorData, clientDataJSON, signature },
        },
        expectedChallenge: digest.toString('base64url'),
        expectedOrigin: proof.origin,
        expectedRPID: proof.rpId,
        requireUserVerification: true,
        credential: { id, publicKey: Buffer.from(proof.publicKey, 'base64url'), counter: 0 },
      });
    };
    assert.equal((await assertion()).verified, true);
    assert.equal((await assertion({ lies: { forged: true } })).verified, false);
    const { acknowledgement, digest } = await made('eid');
    const { proof } = acknowledgement;
    assert.ok(proof.method === 'eid');
    const { payload } = await jwtVerify(proof.idToken, createLocalJWKSet(proof.jwks as never), {
      issuer: proof.issuer,
      audience: proof.clientId,
      currentDate: new Date('2026-11-20T10:11:30Z'),
    });
    assert.equal(payload.nonce, digest.toString('base64url'));
  });
});
