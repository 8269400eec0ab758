/** What recipients sign, checked by whoever has only the file: every part of it, and each way's own signature. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import {
  type AcknowledgementProof,
  type SignedAcknowledgement,
  strengths,
} from '../../../src/message/acknowledgements.ts';
import { type BundleReport, type Compared, noTrust, type Trust } from '../../../src/message/verification.ts';
import { PasskeyDevice } from '../../desk/account/passkey-device.ts';
import { makeTestBundle, signTestBundle, step, type Told } from '../../support/evidence-bundle.ts';
import { noteKey, type TestKey } from '../../support/log-folder.ts';
import {
  type Hands,
  jwkOf,
  newHands,
  origin,
  sha256,
  signedStory,
  words,
  type Wrongs,
} from '../../support/signed-message.ts';
import { startTimestampAuthority } from '../../support/timestamp-authority.ts';

describe('What a recipient signed', () => {
  let folder: string;
  let hands: Hands;
  let signer: Signer;
  let stranger: Signer;
  const logKey: TestKey = noteKey(undefined, Buffer.alloc(32, 1));
  const since = () => Date.UTC(2026, 10, 1);
  const at = new Date('2026-11-22T10:00:00Z');
  let trust: Trust;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-signed-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune', since)();
    stranger = await keptSigner(join(folder, 'other'), 'Havn Kommune', since)();
    hands = newHands(signer);
    trust = {
      logKeys: [logKey.vkey],
      certificates: signer.certificates,
      tsaRoots: [],
      eidKeys: [jwkOf(hands.eidKey)],
    };
  });
  after(() => rm(folder, { recursive: true }));

  async function file(
    wrongs: Wrongs = {},
    change?: (acks: SignedAcknowledgement[]) => SignedAcknowledgement[],
  ) {
    const { making } = await signedStory({ logKey, signer }, hands, wrongs);
    const bundle = await makeTestBundle(making);
    const acknowledgements = change?.([...bundle.acknowledgements!]) ?? bundle.acknowledgements!;
    return signTestBundle({ ...bundle, acknowledgements }, signer, at);
  }
  const verify = async (wrongs: Wrongs = {}, trusted = trust, given?: Compared) =>
    verifyBundle(await file(wrongs), trusted, given);
  const told = ({ findings }: BundleReport): string[] =>
    findings.map(({ code, value }) => (value === undefined ? code : `${code} ${value}`));
  const wrong = async (wrongs: Wrongs, ...expected: readonly string[]) => {
    const report = await verify(wrongs);
    assert.equal(report.verdict, 'failed');
    assert.deepEqual(told(report), expected);
  };

  for (const method of strengths) {
    it(`${method}: is confirmed, with the words, and says what the way proves`, async () => {
      const report = await verify({ method });
      assert.deepEqual([report.verdict, report.findings], ['confirmed', []]);
      const [signed] = report.acknowledgements;
      assert.equal(signed!.signed!.statement, words);
      assert.equal(signed!.at, '2026-11-20T10:11:30.123456Z');
      assert.equal(signed!.issuer.standing, 'confirmed');
      assert.deepEqual(
        signed!.method,
        {
          code: { method, via: 'sms' },
          passkey: {
            method,
            site: 'post.havn.example',
            addedAt: '2026-11-20T10:10:30.123456Z',
            logged: true,
          },
          eid: {
            method,
            issuer: 'https://eid.example',
            subject: 'anna-77',
            name: 'Ana Østergård',
            standing: 'confirmed',
          },
        }[method],
      );
      assert.equal((await verify({ method }, noTrust)).verdict, 'consistent');
    });

    it(`${method}: one letter of the words changed, and signed anew by the organisation, fails`, async () => {
      const payload = (text: string) => text.replace('4 weeks', '2 weeks');
      const report = await verify({ method, payload });
      // A code asserts nothing of the person: there only the log remembers what was signed.
      assert.equal(report.verdict, method === 'code' ? 'confirmed' : 'failed');
      const later = await verify({ method, signed: await resigned(method, payload) });
      assert.ok(told(later).includes('acknowledgement_digest'));
      if (method === 'passkey') assert.deepEqual(told(report), ['assertion_wrong challenge']);
      if (method === 'eid') assert.deepEqual(told(report), ['id_token_wrong nonce']);
    });
  }

  /** What was signed by the person, with other text under the organisation's signature. */
  async function resigned(method: Wrongs['method'], payload: (text: string) => string) {
    const { acknowledgement } = await signedStory({ logKey, signer }, hands, { method: method!, payload });
    return (honest: SignedAcknowledgement) => ({ ...honest, jws: acknowledgement.jws });
  }

  it('made up wholly by somebody else, is not confirmed under the keys that were got elsewhere', async () => {
    const other = noteKey(undefined, Buffer.alloc(32, 2));
    const { making } = await signedStory({ logKey: other, signer: stranger }, { ...hands, signer: stranger });
    const forged = await signTestBundle(await makeTestBundle(making), stranger, at);
    const { findings } = await verifyBundle(forged, trust);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['issuer_untrusted', 'log_key_untrusted'],
    );
  });

  it('is partly confirmed where the eID’s keys are the file’s own, and fails under another issuer’s', async () => {
    const own = await verify({ method: 'eid' }, { ...trust, eidKeys: [] });
    assert.equal(own.verdict, 'partly');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const report = await verify({ method: 'eid' }, { ...trust, eidKeys: [jwkOf(privateKey)] });
    assert.deepEqual(told(report), ['id_token_untrusted']);
  });

  describe('by a passkey', () => {
    const passkey = (wrongs: Wrongs, value: string) =>
      wrong({ method: 'passkey', ...wrongs }, `assertion_wrong ${value}`);
    const proof =
      (change: Partial<Record<string, string>>) =>
      (honest: AcknowledgementProof): AcknowledgementProof =>
        ({ ...honest, ...change }) as AcknowledgementProof;

    it('fails without the person’s assertion, whoever signs for the organisation', async () => {
      const other = new PasskeyDevice(origin);
      await passkey({ lies: { forged: true } }, 'signature');
      await passkey({ proof: proof({ publicKey: other.publicKey.toString('base64url') }) }, 'signature');
      await passkey({ lies: { challenge: Buffer.alloc(32).toString('base64url') } }, 'challenge');
    });

    it('fails for another origin, another site, a frame, or another ceremony', async () => {
      await passkey({ lies: { origin: 'https://post.havn.example.evil.example' } }, 'origin');
      await passkey(
        { lies: { origin: 'https://evil.example' }, proof: proof({ origin: 'https://evil.example' }) },
        'origin',
      );
      await passkey(
        {
          lies: { origin: 'http://post.havn.example' },
          proof: proof({ origin: 'http://post.havn.example' }),
        },
        'origin',
      );
      await passkey({ lies: { rpId: 'evil.example' } }, 'rpIdHash');
      await passkey({ lies: { crossOrigin: true } }, 'crossOrigin');
      await passkey({ lies: { type: 'webauthn.create' } }, 'type');
    });

    it('fails where the device did not make sure of its user, or says more than an assertion does', async () => {
      await passkey({ lies: { flags: 4 } }, 'UP');
      await passkey({ lies: { flags: 1 } }, 'UV');
      await passkey({ lies: { flags: 5 | 64 } }, 'authenticatorData');
      await passkey({ lies: { flags: 5 | 128 } }, 'authenticatorData');
    });

    it('fails where a part of it cannot be read', async () => {
      await passkey({ proof: proof({ signature: 'AB' }) }, 'base64url');
      await passkey(
        { proof: proof({ clientDataJSON: Buffer.from('{"a":1,"a":2}').toString('base64url') }) },
        'clientDataJSON',
      );
      for (const publicKey of ['', 'oA', 'pQECAyYgAQ', 'v_8', 'owEBAyc']) {
        await passkey({ proof: proof({ publicKey }) }, 'signature');
      }
    });

    it('holds with each kind of key that browsers make', async () => {
      for (const algorithm of ['EdDSA', 'RS256'] as const) {
        const device = new PasskeyDevice(origin, algorithm);
        const { making } = await signedStory({ logKey, signer }, { ...hands, device }, { method: 'passkey' });
        const report = await verifyBundle(
          await signTestBundle(await makeTestBundle(making), signer, at),
          trust,
        );
        assert.deepEqual([report.verdict, report.findings], ['confirmed', []]);
      }
      const device = new PasskeyDevice(origin, 'ES384');
      const { making } = await signedStory({ logKey, signer }, { ...hands, device }, { method: 'passkey' });
      const report = await verifyBundle(
        await signTestBundle(await makeTestBundle(making), signer, at),
        trust,
      );
      assert.deepEqual(told(report), ['assertion_wrong signature']);
    });

    it('says whether its key was added in this delivery, at another time than is said, or removed before', async () => {
      const change = (event: (told: Told) => Told) => (all: Told[]) => [
        ...all.slice(0, -1),
        event(all.at(-1)!),
      ];
      const renamed = change(({ event, opening }) => ({
        opening,
        event: { ...event, details: { key: sha256('another').toString('hex') } },
      }));
      const elsewhere = await verify({ method: 'passkey', told: renamed });
      assert.deepEqual(elsewhere.findings, []);
      assert.deepEqual(elsewhere.acknowledgements[0]!.method, {
        ...(await verify({ method: 'passkey' })).acknowledgements[0]!.method,
        logged: false,
      });
      await wrong(
        { method: 'passkey', proof: proof({ addedAt: '2026-11-19T10:10:30Z' }) },
        'passkey_differs',
      );
      const removed = change(({ event, opening }) => ({
        opening,
        event: { ...event, type: 'delivery.passkey_removed' },
      }));
      await wrong({ method: 'passkey', told: removed }, 'passkey_differs');
    });
  });

  describe('by an eID', () => {
    const eid = (wrongs: Wrongs, value: string) =>
      wrong({ method: 'eid', ...wrongs }, `id_token_wrong ${value}`);
    const idToken =
      (change: (parts: string[]) => string[]) =>
      (honest: AcknowledgementProof): AcknowledgementProof =>
        honest.method === 'eid'
          ? { ...honest, idToken: change(honest.idToken.split('.')).join('.') }
          : honest;
    const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

    it('fails for another nonce, issuer, client or time', async () => {
      await eid({ claims: { nonce: sha256('others').toString('base64url') } }, 'nonce');
      await eid({ claims: { iss: 'https://evil.example' } }, 'iss');
      await eid({ claims: { aud: 'others' } }, 'aud');
      await eid({ claims: { aud: ['havn', 'others'] } }, 'aud');
      await eid({ claims: { azp: 'others' } }, 'aud');
      const seconds = Date.parse('2026-11-20T10:11:20Z') / 1000;
      await eid({ claims: { iat: seconds - 600 } }, 'iat');
      await eid({ claims: { iat: seconds + 600 } }, 'iat');
      await eid({ claims: { iat: undefined } }, 'iat');
      await eid({ claims: { exp: seconds - 600 } }, 'exp');
      await eid({ claims: { exp: undefined } }, 'exp');
      await eid({ claims: { sub: '' } }, 'sub');
    });

    it('takes several audiences where this one is the party', async () => {
      const report = await verify({ method: 'eid', claims: { aud: ['others', 'havn'], azp: 'havn' } });
      assert.deepEqual(report.findings, []);
    });

    it('fails where nobody signed the token, or a secret that anybody may know', async () => {
      const none = json({ alg: 'none' });
      await eid({ proof: idToken(([, body]) => [none, body!, '']) }, 'signature');
      await eid(
        { proof: idToken(([, body, signature]) => [json({ alg: 'HS256' }), body!, signature!]) },
        'signature',
      );
      await eid(
        { proof: idToken(([, body, signature]) => [json({ alg: 'ES256', crit: ['x'] }), body!, signature!]) },
        'crit',
      );
      await eid({ proof: idToken(([head, body]) => [head!, body!]) }, 'form');
      await eid({ proof: idToken(([head, , signature]) => [head!, json({}), signature!]) }, 'signature');
      await eid(
        { proof: (honest) => (honest.method === 'eid' ? { ...honest, jwks: { keys: [] } } : honest) },
        'signature',
      );
    });
  });

  it('by a code fails where none was sent for signing, or another was given', async () => {
    const sent =
      (change: object) =>
      (all: Told[]): Told[] =>
        all.map((each, n) =>
          n === all.length - 1
            ? { ...each, event: { ...each.event, details: { ...each.event.details, ...change } } }
            : each,
        );
    await wrong({ told: sent({ code: 'd0000000-0000-4000-8000-000000000008' }) }, 'code_unsent');
    await wrong({ told: sent({ for: 'deletion' }) }, 'code_unsent');
    await wrong(
      {
        event: ({ event, opening }) => ({
          opening,
          event: { ...event, details: { ...event.details, code: 'x' } },
        }),
      },
      'code_unsent',
    );
  });

  describe('compared with its events', () => {
    it('fails where it says something else', async () => {
      const changes = {
        message: '5eed0000-0000-4000-8000-000000000002',
        delivery: 'ab000000-0000-4000-8000-000000000002',
        recipient: Buffer.alloc(32, 1).toString('base64'),
        method: 'passkey',
        moment: 'before',
        content: [{ part: 0, size: 5, sha256: 'ab'.repeat(32) }],
      } as const;
      for (const [name, value] of Object.entries(changes)) {
        const acknowledgement: Wrongs['acknowledgement'] = (honest) => ({ ...honest, [name]: value });
        await wrong({ acknowledgement }, `acknowledgement_differs ${name}`);
      }
      await wrong(
        { acknowledgement: (honest) => ({ ...honest, content: [] }) },
        'acknowledgement_differs content',
      );
    });

    it('fails where it was fixed, signed and logged at times that do not go together', async () => {
      const time = '2026-11-20T09:50:00.000000Z';
      await wrong({ acknowledgement: (honest) => ({ ...honest, time }) }, `acknowledgement_time ${time}`);
      const later = '2026-11-20T10:20:00.000Z';
      await wrong(
        { acknowledgement: (honest) => ({ ...honest, time: later }) },
        `acknowledgement_time ${later}`,
      );
      await wrong({ signedAt: new Date(later) }, `acknowledgement_time ${later}`);
    });

    it('fails where the state of the log is not an earlier one, and says nothing of another log’s', async () => {
      const other = noteKey('other.example/log');
      const elsewhere = (await signedStory({ logKey, signer }, hands)).digest;
      const signNote = (await import('../../../src/evidence/log/signed-note.ts')).signNote;
      const note = (name: string, size: number, key = logKey) =>
        signNote(`${name}\n${size}\n${elsewhere.toString('base64')}\n`, [key]);
      const fake = await note('mail.example/log', 60);
      await wrong(
        { acknowledgement: (honest) => ({ ...honest, checkpoint: fake }) },
        'acknowledgement_checkpoint',
      );
      await wrong(
        { acknowledgement: (honest) => ({ ...honest, checkpoint: 'x' }) },
        'acknowledgement_checkpoint',
      );
      await wrong({ signed: ({ consistency: _, ...rest }) => rest }, 'acknowledgement_checkpoint');
      const foreign = await note('other.example/log', 60, other);
      const report = await verify({
        acknowledgement: (honest) => ({ ...honest, checkpoint: foreign }),
        signed: ({ consistency: _, ...rest }) => rest,
      });
      assert.deepEqual(report.findings, []);
    });

    it('fails where it is missing, is there twice, or nobody signed', async () => {
      const codes = async (
        change: (acks: SignedAcknowledgement[]) => SignedAcknowledgement[],
        wrongs: Wrongs = {},
      ) => told(await verifyBundle(await file(wrongs, change), trust));
      assert.deepEqual(await codes(() => []), ['acknowledgement_missing']);
      assert.deepEqual(await codes(([one]) => [one!, one!]), ['acknowledgement_surplus']);
      const unsigned: Wrongs['event'] = ({ event, opening }) => ({
        opening,
        event: { ...event, type: 'delivery.reopened' },
      });
      assert.ok((await codes((acks) => acks, { event: unsigned })).includes('acknowledgement_surplus'));
    });

    it('may be missing where it was erased, by an event', async () => {
      const { making } = await signedStory({ logKey, signer }, hands);
      const erased = step(
        12,
        'delivery.erased',
        { delivery: making.deliveries![0]!.id, seq: 8 },
        { reason: 'requested' },
      );
      const deliveries = [{ ...making.deliveries![0]!, events: 8, status: 'erased' }, making.deliveries![1]!];
      const { change: _, ...rest } = making;
      const bundle = await makeTestBundle({ ...rest, told: [...making.told!, erased], deliveries });
      const report = await verifyBundle(await signTestBundle(bundle, signer, at), trust);
      assert.deepEqual([report.verdict, report.findings], ['confirmed', []]);
    });
  });

  describe('as the organisation signed it', () => {
    it('fails by another key or type, or in another form', async () => {
      const fingerprint = sha256(stranger.certificates[0]!).toString('hex');
      await wrong({ signer: stranger }, `acknowledgement_issuer ${fingerprint}`);
      await wrong({ type: 'segl-evidence+jws' }, 'acknowledgement_form');
      await wrong({ payload: (text) => `${text} ` }, 'acknowledgement_form');
      await wrong({ payload: (text) => text.replace('{', '{"a":1,') }, 'acknowledgement_form');
      await wrong({ payload: (text) => text.replace('"version":1', '"version":2') }, 'acknowledgement_form');
      await wrong({ payload: (text) => text.replace(/"nonce":"[^"]*",/, '') }, 'acknowledgement_form');
    });

    it('fails where the signature is another’s, though its digest was logged', async () => {
      const lying: Signer = { ...signer, sign: (bytes) => stranger.sign(bytes) };
      await wrong({ signer: lying }, 'acknowledgement_signature');
    });

    it('is stamped over its signature by an authority, or that is said', async () => {
      const authority = await startTimestampAuthority();
      try {
        const token = (signature: string) => authority.stamp(Buffer.from(signature));
        const rooted = { ...trust, tsaRoots: [authority.rootDer] };
        const report = await verify({ token }, rooted);
        assert.deepEqual(report.findings, []);
        assert.equal(report.acknowledgements[0]!.token!.standing, 'confirmed');
        assert.equal((await verify({ token })).acknowledgements[0]!.token!.standing, 'own');
        const over = await verify({ token: () => authority.stamp(Buffer.from('another')) }, rooted);
        assert.deepEqual(told(over), ['acknowledgement_token']);
      } finally {
        await authority.close();
      }
    });
  });

  describe('compared with what somebody has', () => {
    const given = (statement: string, ...contents: string[]): Compared => ({
      statement: Buffer.from(statement),
      files: contents.map((content, n) => ({ name: `${n}.txt`, sha256: sha256(content).toString('hex') })),
    });

    it('holds for the very words and files, with one line feed more at the end of the words', async () => {
      for (const end of ['', '\n', '\r\n']) {
        const report = await verify({}, trust, given(`${words}${end}`, 'hello'));
        assert.deepEqual(report.findings, []);
        assert.deepEqual(report.compared.files, [{ name: '0.txt', part: 0, isWords: false }]);
        assert.equal(report.compared.statement!.length, 1);
      }
    });

    it('fails for a letter, a space or a line more or less, and for another file', async () => {
      const others = [
        '',
        `${words}\n\n`,
        `${words} `,
        `\ufeff${words}`,
        words.slice(0, -1),
        words.replace('4', '2'),
      ];
      for (const other of others) {
        assert.deepEqual(
          told(await verify({}, trust, given(other))),
          ['statement_differs'],
          JSON.stringify(other),
        );
      }
      const report = await verify({}, trust, given(words, 'hello', 'hallo'));
      assert.deepEqual(told(report), ['part_unknown 1.txt']);
    });

    it('fails for the words of what does not hold', async () => {
      const report = await verify({ method: 'passkey', lies: { forged: true } }, trust, given(words));
      assert.deepEqual(told(report), ['assertion_wrong signature', 'statement_differs']);
    });
  });

  for (const method of strengths) {
    it(`${method}: is never confirmed with a character of it changed and the file signed anew by its issuer`, async () => {
      const { making, acknowledgement } = await signedStory({ logKey, signer }, hands, { method });
      const bundle = await makeTestBundle(making);
      const text = JSON.stringify(acknowledgement);
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length - 1),
          fc.integer({ min: 0x20, max: 0x7e }),
          async (place, code) => {
            const character = String.fromCharCode(code);
            fc.pre(text[place] !== character);
            let changed: unknown;
            try {
              changed = JSON.parse(text.slice(0, place) + character + text.slice(place + 1));
            } catch {
              return;
            }
            const bytes = await signTestBundle({ ...bundle, acknowledgements: [changed] }, signer, at);
            const verdict = await verifyBundle(bytes, trust).then(
              (report) => report.verdict,
              (error: unknown) => {
                assert.ok(error instanceof Malformed, String(error));
                return 'unreadable';
              },
            );
            assert.ok(['failed', 'unreadable'].includes(verdict), `${place} ${character}`);
          },
        ),
        { numRuns: 150 },
      );
    });
  }
});
