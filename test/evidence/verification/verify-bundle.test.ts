import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Bundle } from '../../../src/evidence/bundle/format.ts';
import type { LoggedEvent } from '../../../src/evidence/bundle/logged-event.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { BadSignature, Malformed } from '../../../src/evidence/log/malformed.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { type BundleReport, noTrust, type Trust } from '../../../src/message/verification.ts';
import {
  ana,
  bo,
  makeTestBundle,
  makeTestFile,
  type Making,
  signTestBundle,
  story,
  type Told,
} from '../../support/evidence-bundle.ts';
import { noteKey, type TestKey } from '../../support/log-folder.ts';

const seed = (n: number) => Buffer.alloc(32, n);

describe('An evidence bundle', () => {
  let folder: string;
  let signer: Signer;
  let stranger: Signer;
  const logKey: TestKey = noteKey(undefined, seed(1));
  const otherKey: TestKey = noteKey(undefined, seed(2));
  let trust: Trust;
  let whole: Uint8Array;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-verify-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune')();
    stranger = await keptSigner(join(folder, 'other'), 'Havn Kommune')();
    trust = { logKeys: [logKey.vkey], certificates: signer.certificates, tsaRoots: [], eidKeys: [] };
    whole = await makeTestFile({ logKey, signer });
  });
  after(() => rm(folder, { recursive: true }));

  const file = (making: Partial<Making> = {}) => makeTestFile({ logKey, signer, ...making });
  const codes = ({ findings }: BundleReport) => findings.map(({ code }) => code);
  const found = async (making: Partial<Making>, trusted = trust) => {
    const report = await verifyBundle(await file(making), trusted);
    assert.equal(report.verdict, 'failed');
    return report;
  };
  /** The story with one event told otherwise. */
  const retold = (index: number, change: (told: Told) => Told): Told[] =>
    story().map((told, n) => (n === index ? change(told) : told));
  const changed =
    (change: (bundle: { -readonly [K in keyof Bundle]: Bundle[K] }) => void) =>
    (bundle: Bundle): Bundle => {
      const copy = structuredClone(bundle);
      change(copy);
      return copy;
    };

  describe('as it was made', () => {
    it('is confirmed under the keys that were got elsewhere', async () => {
      const report = await verifyBundle(whole, trust);
      assert.deepEqual(report.findings, []);
      assert.equal(report.verdict, 'confirmed');
      assert.equal(report.events.length, 9);
      assert.deepEqual(
        report.deliveries.map(({ status, recipient }) => [status, recipient?.name]),
        [
          ['opened', 'Ana Østergård'],
          ['recalled', 'Bo'],
        ],
      );
      assert.equal(report.stamps.standing, 'absent');
    });

    it('is consistent without keys, and names those that the file brings', async () => {
      const report = await verifyBundle(whole, noTrust);
      assert.equal(report.verdict, 'consistent');
      assert.deepEqual(report.log.keys, [logKey.vkey]);
      assert.match(report.issuer.fingerprint, /^[0-9a-f]{64}$/);
      assert.equal(report.issuer.subject, 'Havn Kommune');
    });

    it('is confirmed in part where only one part has its key', async () => {
      for (const part of [{ certificates: [] }, { logKeys: [] }]) {
        const report = await verifyBundle(whole, { ...trust, ...part });
        assert.equal(report.verdict, 'partly');
        assert.deepEqual([report.log.standing, report.issuer.standing].sort(), ['confirmed', 'own']);
      }
    });

    it('holds with openings erased or withheld, and names nobody then', async () => {
      for (const state of ['erased', 'withheld'] as const) {
        const told = story().map(({ event, opening }) => ({ event, opening: opening && state }));
        const report = await verifyBundle(await file({ told }), trust);
        assert.equal(report.verdict, 'confirmed');
        assert.deepEqual(new Set(report.events.map(({ opening }) => opening)), new Set([state, 'none']));
        assert.equal(JSON.stringify(report).includes('kunde.example'), false);
      }
    });

    it('may be one recipient’s, without the others’ events', async () => {
      const told = story().filter(({ event }) => event.delivery !== bo);
      const making = { told, about: { message: told[0]!.event.message!, delivery: ana } };
      const report = await verifyBundle(
        await file({ ...making, deliveries: [{ id: ana, events: 5, status: 'opened' }] }),
        trust,
      );
      assert.deepEqual([report.verdict, report.findings], ['confirmed', []]);
    });
  });

  describe('signed by somebody else', () => {
    it('wholly, fails against the trusted keys, and without them nobody is established', async () => {
      const forged = await file({ logKey: otherKey, signer: stranger });
      const report = await verifyBundle(forged, trust);
      assert.equal(report.verdict, 'failed');
      assert.deepEqual(codes(report), ['issuer_untrusted', 'log_key_untrusted']);
      const alone = await verifyBundle(forged, noTrust);
      assert.equal(alone.verdict, 'consistent');
      assert.deepEqual([alone.issuer.standing, alone.log.standing], ['own', 'own']);
    });

    it('fails where the log is the trusted one, and where the issuer is', async () => {
      assert.deepEqual(codes(await found({ signer: stranger })), ['issuer_untrusted']);
      assert.deepEqual(codes(await found({ logKey: otherKey })), ['log_key_untrusted']);
      assert.deepEqual(codes(await found({ logKey: otherKey }, { ...trust, certificates: [] })), [
        'log_key_untrusted',
      ]);
    });

    it('fails where the checkpoint names a key that did not sign it', async () => {
      const lying = { ...otherKey, keyId: logKey.keyId };
      const report = await found({
        logKey: lying,
        change: changed((bundle) => {
          bundle.log = { ...bundle.log, keys: [logKey.vkey] };
        }),
      });
      assert.deepEqual(codes(report), ['checkpoint_signature', 'log_key_untrusted']);
    });

    it('fails where the log is of another name', async () => {
      const report = await found({ origin: 'elsewhere.example/log' });
      assert.ok(codes(report).includes('checkpoint_origin'));
    });

    it('is not believed when the certificate had ended', async () => {
      const later = new Date(Date.now() + 20 * 365 * 86_400_000);
      assert.deepEqual(codes(await found({ at: later })), ['issuer_certificate']);
    });
  });

  it('was not signed before what is in it, though its certificate was valid then', async () => {
    const old = await keptSigner(join(folder, 'old'), 'Havn Kommune', () => Date.UTC(2026, 0, 1))();
    const trusted = { ...trust, certificates: old.certificates };
    const at = new Date('2026-11-20T10:03:00Z');
    const early = await found({ signer: old, at }, trusted);
    assert.deepEqual(early.findings, [
      { code: 'signed_early', event: story()[4]!.event.id, value: story()[4]!.event.at },
    ]);
  });

  it('shows of a text without end its beginning', async () => {
    const long = '\u{1f600}'.repeat(100_000);
    const report = await found({
      deliveries: [
        { id: ana, events: 5, status: long },
        { id: bo, events: 3, status: 'recalled' },
      ],
      change: changed((bundle) => {
        bundle.issuer = { ...bundle.issuer, organisation: long, url: long };
        bundle.evidence = bundle.evidence.map((each) => ({
          ...each,
          EvidenceIssuerDetails: { Name: long, URI: long },
          EventTime: long,
          segl: { ...each.segl, type: long, entry: long },
        }));
      }),
    });
    assert.ok(JSON.stringify(report).length < 50_000);
  });

  describe('with events missing, moved or foreign', () => {
    const without = (index: number) => story().filter((_, n) => n !== index);

    it('names the number that was left out', async () => {
      const report = await found({ told: without(5) });
      assert.deepEqual(report.findings, [{ code: 'seq_missing', delivery: ana, value: '3' }]);
    });

    it('names the last one, though the log cannot show what follows', async () => {
      const report = await found({ told: without(8) });
      assert.deepEqual(report.findings, [{ code: 'seq_missing', delivery: bo, value: '3' }]);
    });

    it('does not lead to the status that is said, where the last one and the count were cut', async () => {
      const deliveries = [
        { id: ana, events: 5, status: 'opened' },
        { id: bo, events: 2, status: 'recalled' },
      ];
      const report = await found({ told: without(8), deliveries });
      assert.deepEqual(report.findings, [{ code: 'status_differs', delivery: bo, value: 'recalled' }]);
    });

    it('notices a recipient who was left out', async () => {
      const told = story().filter(({ event }) => event.delivery !== bo);
      const deliveries = [{ id: ana, events: 5, status: 'opened' }];
      assert.deepEqual(codes(await found({ told, deliveries })), ['delivery_missing']);
      assert.deepEqual(codes(await found({ deliveries })), ['delivery_missing', 'delivery_unknown']);
    });

    it('notices a recipient whose events were left out, and one who was made up instead', async () => {
      const told = story().filter(({ event }) => event.delivery !== bo);
      for (const id of [bo, 'ab000000-0000-4000-8000-00000000000f']) {
        const deliveries = [
          { id: ana, events: 5, status: 'opened' },
          { id, events: 0, status: 'sent' },
        ];
        const report = await found({ told, deliveries });
        assert.deepEqual(report.findings, [{ code: 'seq_missing', delivery: id, value: '1' }]);
      }
    });

    it('notices that it was accepted twice, so that one of them may not hide how many recipients there were', async () => {
      const [first] = story();
      const again = {
        ...first!.event,
        id: 'e0000000-0000-7000-8000-000000000077',
        details: { recipients: 1 },
      };
      const told = [...story(), { event: again, opening: first!.opening }];
      assert.deepEqual((await found({ told })).findings, [{ code: 'submission_repeated', event: again.id }]);
    });

    it('does not compare what many acceptances say of everybody, which would have no end', async () => {
      const many = (event: LoggedEvent, kind: number): Told[] => {
        const { commitment: _commitment, ...bare } = event;
        return Array.from({ length: 300 }, (_, n) => {
          const id = String(n).padStart(12, '0');
          const of = bare.delivery === undefined ? {} : { delivery: `ab000000-0000-4000-8000-${id}` };
          return { opening: null, event: { ...bare, ...of, id: `e${kind}000000-0000-7000-8000-${id}` } };
        });
      };
      const [accepted, available] = story();
      const told = [...many(accepted!.event, 1), ...many(available!.event, 2)];
      const { findings } = await found({
        told,
        before: 0,
        after: 0,
        change: changed((bundle) => {
          bundle.evidence = bundle.evidence.map((each) => ({ ...each, RecipientDetails: [] }));
        }),
      });
      assert.ok(findings.some(({ code }) => code === 'submission_repeated'));
      assert.ok(!findings.some(({ code }) => code === 'field_differs'));
    });

    it('notices recipients of what was refused, and an acceptance that does not say how many there are', async () => {
      const refused = retold(0, (told) => ({ ...told, event: { ...told.event, type: 'message.refused' } }));
      assert.deepEqual(codes(await found({ told: refused })), ['submission_missing']);
      const silent = retold(0, (told) => ({ ...told, event: { ...told.event, details: {} } }));
      assert.deepEqual((await found({ told: silent })).findings, [
        { code: 'entry_form', event: story()[0]!.event.id },
      ]);
    });

    it('notices that the acceptance was left out', async () => {
      assert.deepEqual(codes(await found({ told: without(0) })), ['submission_missing']);
    });

    it('notices an event that is there twice', async () => {
      const report = await found({
        change: changed((bundle) => {
          bundle.evidence = [...bundle.evidence, bundle.evidence[7]!];
        }),
      });
      assert.deepEqual(codes(report), ['entry_repeated', 'seq_repeated']);
    });

    it('notices another order than the log’s', async () => {
      const report = await found({
        change: changed((bundle) => {
          const [first, second, ...rest] = bundle.evidence;
          bundle.evidence = [second!, first!, ...rest];
        }),
      });
      assert.ok(codes(report).includes('entry_order'));
    });

    it('notices numbers that the log has in another order', async () => {
      const told = story();
      [told[5], told[6]] = [told[6]!, told[5]!];
      assert.ok(codes(await found({ told })).includes('seq_order'));
    });

    it('notices an event of another message', async () => {
      const told = retold(4, ({ event, opening }) => ({
        opening,
        event: { ...event, message: '5eed0000-0000-4000-8000-000000000002' },
      }));
      assert.deepEqual((await found({ told })).findings[0], {
        code: 'entry_elsewhere',
        event: story()[4]!.event.id,
      });
    });

    it('notices another recipient’s event in one recipient’s file', async () => {
      const about = { message: story()[0]!.event.message!, delivery: ana };
      assert.ok(codes(await found({ about })).includes('entry_elsewhere'));
    });
  });

  describe('whose parts do not belong together', () => {
    const event = (n: number) => story()[n]!.event.id;
    const withEvidence = (n: number, change: (evidence: Bundle['evidence'][number]) => object) =>
      changed((bundle) => {
        bundle.evidence = bundle.evidence.map((each, i) =>
          i === n ? ({ ...each, ...change(each) } as typeof each) : each,
        );
      });

    it('names the event whose entry is not in the tree', async () => {
      const report = await found({
        change: withEvidence(7, ({ segl }) => ({
          segl: { ...segl, entry: segl.entry.replace('10:08:30', '09:08:30') },
          EventTime: '2026-11-20T09:08:30.123456Z',
        })),
      });
      assert.deepEqual(report.findings, [{ code: 'entry_unproved', event: event(7) }]);
    });

    it('names the event whose proof is of another tree', async () => {
      const other = await makeTestBundle({ logKey, signer, before: 41 });
      const report = await found({
        change: withEvidence(3, () => ({
          TransactionLogInformation: other.evidence[3]!.TransactionLogInformation,
        })),
      });
      assert.deepEqual(report.findings, [{ code: 'entry_unproved', event: event(3) }]);
    });

    it('names the event that has another’s place', async () => {
      const report = await found({
        change: withEvidence(3, ({ segl }) => ({ segl: { ...segl, index: segl.index + 1 } })),
      });
      assert.deepEqual(report.findings, [{ code: 'entry_unproved', event: event(3) }]);
    });

    it('names the event whose opening was exchanged, left out, added or is not one', async () => {
      const cases = [
        [1, { k: Buffer.alloc(32, 9).toString('base64') }, 'opening_wrong'],
        [1, { k: Buffer.alloc(31, 9).toString('base64') }, 'opening_wrong'],
        [1, { fields: { email: 'eva@kunde.example' } }, 'opening_wrong'],
        [1, null, 'opening_missing'],
        [5, { k: Buffer.alloc(32, 9).toString('base64'), fields: {} }, 'opening_surplus'],
        [5, 'erased', 'opening_surplus'],
      ] as const;
      for (const [n, change, code] of cases) {
        const report = await found({
          change: withEvidence(n, ({ segl }) => ({
            segl: {
              ...segl,
              opening:
                change === null || typeof change === 'string'
                  ? change
                  : { ...(segl.opening as object), ...change },
            },
          })),
        });
        assert.deepEqual(report.findings[0], { code, event: event(n) });
      }
    });

    it('refuses a key of 31 or 33 bytes even where the commitment was made with it', async () => {
      const { createHmac } = await import('node:crypto');
      for (const length of [31, 33, 64]) {
        const k = Buffer.alloc(length, 5);
        const fields = { email: 'ana@kunde.example' };
        const commitment = createHmac('sha256', k).update(JSON.stringify(fields)).digest('base64');
        const told = retold(1, (each) => ({
          event: { ...each.event, commitment },
          opening: { k: k.toString('base64'), fields },
        }));
        assert.deepEqual(codes(await found({ told })), ['opening_wrong']);
      }
    });

    it('names each field that says something else than the entry', async () => {
      const changes: Record<string, unknown> = {
        EventTime: '2026-11-20T10:08:30.123457Z',
        ERDSEventId: 'http://uri.etsi.org/19522/Event/ContentAccessTracking',
        EvidenceIdentifier: 'urn:uuid:e0000000-0000-7000-8000-000000000099',
        MessageIdentifier: 'urn:uuid:e0000000-0000-7000-8000-000000000099',
        SubmissionTime: '2026-11-19T10:01:30.123456Z',
        EvidenceRefersToRecipient: `urn:uuid:${bo}`,
        RecipientDetails: [{ Identifier: `urn:uuid:${ana}`, Name: 'Eva' }],
        SenderDetails: null,
        EventReasons: [{ Code: 'urn:segl:reason:other' }],
        EvidenceIssuerDetails: { Name: 'Somebody', URI: 'https://elsewhere.example' },
        AuthenticationDetails: { Method: 'urn:segl:authentication:eid', Time: '2026-11-20T10:07:30.123456Z' },
        UserContentInfo: { ComposingParts: 0, PartsInfo: [] },
      };
      for (const [name, value] of Object.entries(changes)) {
        const report = await found({ change: withEvidence(7, () => ({ [name]: value })) });
        assert.deepEqual(report.findings, [{ code: 'field_differs', event: event(7), value: name }]);
      }
    });

    it('names an entry that is not in the log’s own form', async () => {
      const forms = [
        (entry: string) => `${entry} `,
        (entry: string) => entry.replace('"v":1', '"v":1.0'),
        (entry: string) => entry.replace('"v":1', '"v":1,"v":1'),
        (entry: string) => entry.replace('{', '{"__proto__":{},'),
        (entry: string) => entry.replace('"v":1', '"v":1,"z":1'),
        (entry: string) => entry.replace('"v":1', '"v":1e400'),
        (entry: string) => entry.replace('"details":{', '"details":{"a":1e999,'),
        (entry: string) => entry.replace('"details":{', '"details":{"a":-0,'),
        (entry: string) => entry.replace('"details":{', '"details":{"a":"\\ud800",'),
        (entry: string) => entry.replace('"details":{', '"details":{"\\udfff":1,'),
        (entry: string) => entry.replace('.123456Z', 'Z'),
        (entry: string) =>
          entry.replace('"details":{', `"details":{"a":${'['.repeat(9_000)}${']'.repeat(9_000)},`),
        (entry: string) => entry.replace('"details":{', `"details":{"a":"${'x'.repeat(65_536)}",`),
        () => 'null',
        () => '',
      ];
      for (const form of forms) {
        const report = await found({
          change: withEvidence(6, ({ segl }) => ({ segl: { ...segl, entry: form(segl.entry) } })),
        });
        assert.ok(report.findings.some(({ code, event: id }) => code === 'entry_form' && id === event(6)));
      }
    });

    it('notices a delivery’s status that its events do not lead to', async () => {
      const deliveries = [
        { id: ana, events: 5, status: 'recalled' },
        { id: bo, events: 3, status: 'expired' },
      ];
      assert.deepEqual(
        (await found({ deliveries })).findings.map(({ code, delivery }) => [code, delivery]),
        [
          ['status_differs', ana],
          ['status_differs', bo],
        ],
      );
    });

    it('believes an erasure of a recipient by that recipient’s own event, and whatever was on its way then', async () => {
      const [first, , , , , , , , last] = story();
      const erased = (event: object): Told => ({ opening: null, event: { ...first!.event, ...event } });
      const bare = { details: { reason: 'requested' }, commitment: undefined };
      const whole = erased({ ...bare, id: 'e0000000-0000-7000-8000-000000000088', type: 'message.erased' });
      const said = [
        { id: ana, events: 5, status: 'opened' },
        { id: bo, events: 3, status: 'erased' },
      ];
      const report = await found({ told: [...story(), whole], deliveries: said });
      assert.deepEqual(report.findings, [{ code: 'status_differs', delivery: bo, value: 'erased' }]);
      const own = erased({
        ...bare,
        id: 'e0000000-0000-7000-8000-000000000089',
        type: 'delivery.erased',
        delivery: bo,
        seq: 3,
      });
      const late = { ...last!, event: { ...last!.event, seq: 4 } };
      const told = [...story().slice(0, -1), own, late];
      const deliveries = [said[0]!, { id: bo, events: 4, status: 'erased' }];
      assert.equal((await verifyBundle(await file({ told, deliveries }), trust)).verdict, 'confirmed');
    });

    it('takes a count beyond all bounds without counting to it', async () => {
      const deliveries = [
        { id: ana, events: Number.MAX_SAFE_INTEGER, status: 'opened' },
        { id: bo, events: 3, status: 'recalled' },
      ];
      const report = await found({ deliveries });
      assert.deepEqual(report.findings, [
        { code: 'seq_missing', delivery: ana, value: `6–${Number.MAX_SAFE_INTEGER}` },
      ]);
    });
  });

  describe('that is damaged', () => {
    const outcome = async (bytes: Uint8Array): Promise<string> => {
      try {
        return (await verifyBundle(bytes, trust)).verdict;
      } catch (error) {
        assert.ok(error instanceof Malformed, `not ${String(error)}`);
        return error instanceof BadSignature ? 'failed' : 'unreadable';
      }
    };

    it('is never confirmed with a byte changed anywhere, and never makes the verifier fall over', async () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"{}:, \n';
      const anywhere = fc.integer({ min: 0, max: whole.length - 1 });
      const value = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from(alphabet)));
      await fc.assert(
        fc.asyncProperty(anywhere, value, async (at, byte) => {
          fc.pre(whole[at] !== byte);
          const bytes = whole.slice();
          bytes[at] = byte;
          assert.ok(['failed', 'unreadable'].includes(await outcome(bytes)));
        }),
        { numRuns: 600 },
      );
    });

    it('is never confirmed with a character changed and signed anew by its issuer, but for what vouches for itself', async () => {
      const { signJws } = await import('../../../src/evidence/bundle/sign-jws.ts');
      const bundle = await makeTestBundle({ logKey, signer });
      const text = JSON.stringify(bundle);
      // When it was made, and by which installation, is for the issuer alone to say.
      const { made, issuer } = bundle;
      const free = [made, issuer.installation].map((each) => ({
        from: text.indexOf(each),
        length: each.length,
      }));
      const isFree = (at: number) => free.some(({ from, length }) => at >= from && at < from + length);
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: text.length - 1 }),
          fc.integer({ min: 0x20, max: 0x7e }),
          async (at, code) => {
            const character = String.fromCharCode(code);
            fc.pre(!isFree(at) && text[at] !== character);
            const other = text.slice(0, at) + character + text.slice(at + 1);
            const bytes = await signJws([other], signer, { typ: 'segl-evidence+jws', at: new Date() });
            assert.ok(
              ['failed', 'unreadable'].includes(await outcome(Buffer.concat(bytes))),
              `${at} ${character}`,
            );
          },
        ),
        { numRuns: 600 },
      );
    });

    it('is never confirmed with the first or last bytes changed to any other', async () => {
      const ends = [0, 1, 10, whole.length - 3, whole.length - 2, whole.length - 1];
      for (const at of ends) {
        for (let value = 0; value < 256; value += 1) {
          if (whole[at] === value) continue;
          const bytes = whole.slice();
          bytes[at] = value;
          assert.ok(['failed', 'unreadable'].includes(await outcome(bytes)), `${at} ${value}`);
        }
      }
    });

    it('cannot be read where it is cut off, doubled, empty or something else', async () => {
      const cut = [0, 1, 100, whole.length >> 1, whole.length - 2].map((end) => whole.slice(0, end));
      const doubled = Buffer.concat([whole, whole]);
      const others = ['', 'null', '[]', '{}', '%PDF-1.7', '{"payload":"","protected":"","signature":""}'].map(
        (text) => Buffer.from(text),
      );
      for (const bytes of [...cut, doubled, ...others, Buffer.alloc(1000)]) {
        assert.equal(await outcome(bytes), 'unreadable');
      }
    });

    it('cannot be read where it says what the format does not know', async () => {
      const good = await makeTestBundle({ logKey, signer });
      const strange: unknown[] = [
        { ...good, format: 'segl-evidence-bundle/2' },
        { ...good, more: 1 },
        { ...good, deliveries: [...good.deliveries, good.deliveries[0]] },
        { ...good, deliveries: {} },
        { ...good, evidence: null },
        { ...good, log: { ...good.log, keys: ['no key'] } },
        { ...good, log: { ...good.log, checkpoint: 'no note' } },
        { ...good, about: { message: 'no id' } },
        { ...good, timestamps: [{ size: -1, checkpoint: '', token: '', consistency: [] }] },
        { ...good, timestamps: [{ size: 1.5, checkpoint: '', token: '', consistency: [] }] },
      ];
      for (const bundle of strange)
        assert.equal(await outcome(await signTestBundle(bundle, signer)), 'unreadable');
    });

    it('cannot be read where it is deep, says a member twice, or hides one in the prototype', async () => {
      const { signJws } = await import('../../../src/evidence/bundle/sign-jws.ts');
      const good = JSON.stringify(await makeTestBundle({ logKey, signer }));
      const texts = [
        '['.repeat(1_000_000),
        `{"a":`.repeat(500_000),
        good.replace('{', '{"format":"segl-evidence-bundle/1",'),
        good.replace('{', '{"__proto__":{"format":"x"},'),
        good.replace('"timestamps":[]', '"timestamps":[],"x":1e999'),
        `${good}${good}`,
        ' '.repeat(1_000_000),
      ];
      for (const text of texts) {
        const bytes = Buffer.concat(
          await signJws([text], signer, { typ: 'segl-evidence+jws', at: new Date() }),
        );
        assert.equal(await outcome(bytes), 'unreadable');
      }
    });

    it('is refused at once where it is a hundred megabytes of nothing', async () => {
      const spaces = Buffer.alloc(100 * 1024 * 1024, ' ');
      assert.equal(await outcome(spaces), 'unreadable');
      spaces[0] = 0x7b;
      spaces[spaces.length - 1] = 0x7d;
      assert.equal(await outcome(spaces), 'unreadable');
      spaces.fill('[');
      spaces[spaces.length - 1] = 0x7d;
      assert.equal(await outcome(spaces), 'unreadable');
    });
  });
});
