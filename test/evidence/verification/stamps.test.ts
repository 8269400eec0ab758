import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { keptSigner } from '../../../src/backends/keys/signing-key.ts';
import type { Bundle } from '../../../src/evidence/bundle/format.ts';
import type { Signer } from '../../../src/evidence/bundle/signer.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import type { BundleReport, Trust } from '../../../src/message/verification.ts';
import { makePair, type Pair } from '../../support/certificates.ts';
import { indexOf, makeTestFile, type Making } from '../../support/evidence-bundle.ts';
import { signTstInfo } from '../../support/forge-timestamp.ts';
import { noteKey } from '../../support/log-folder.ts';
import { derOf, startTimestampAuthority, tsaExtensions } from '../../support/timestamp-authority.ts';

const opened = indexOf(7);

describe('Stamps in an evidence bundle', () => {
  let folder: string;
  let signer: Signer;
  let authority: Pair;
  let trust: Trust;
  const logKey = noteKey();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-stamps-'));
    signer = await keptSigner(join(folder, 'own'), 'Havn Kommune', () => Date.UTC(2026, 0, 1))();
    authority = await makePair(join(folder, 'tsa'), 'ec:P-256', {
      name: 'Clock of Tønder',
      extensions: tsaExtensions,
      from: '20250101000000Z',
      to: '20350101000000Z',
    });
    trust = {
      logKeys: [logKey.vkey],
      certificates: signer.certificates,
      tsaRoots: [derOf(authority.certificate)],
      eidKeys: [],
    };
  });
  after(() => rm(folder, { recursive: true }));

  /** Trees of these sizes, each stamped at its time. */
  const stamped = (times: Readonly<Record<number, string>>, making: Partial<Making> = {}) =>
    makeTestFile({
      logKey,
      signer,
      at: new Date('2026-11-22T10:00:00Z'),
      stamps: Object.keys(times).map(Number),
      stamp: (note, size) => signTstInfo(Buffer.from(note), authority, { genTime: new Date(times[size]!) }),
      ...making,
    });
  const verify = async (file: Promise<Uint8Array>, trusted = trust): Promise<BundleReport> =>
    verifyBundle(await file, trusted);
  const around = { 10: '2026-11-20T09:50:00Z', [opened]: '2026-11-20T10:08:10Z', 90: '2026-11-20T10:20:00Z' };
  const eventAt = ({ events }: BundleReport, index: number) => events.find((each) => each.index === index)!;

  it('show between which two each event came into the log', async () => {
    const report = await verify(stamped(around));
    assert.deepEqual([report.verdict, report.findings], ['confirmed', []]);
    assert.deepEqual(
      report.stamps.list.map(({ size, time, authority: name }) => [size, time, name]),
      [
        [10, '2026-11-20T09:50:00.000Z', 'Clock of Tønder'],
        [opened, '2026-11-20T10:08:10.000Z', 'Clock of Tønder'],
        [90, '2026-11-20T10:20:00.000Z', 'Clock of Tønder'],
      ],
    );
    const { after: from, before: to } = eventAt(report, opened);
    assert.deepEqual([from, to], ['2026-11-20T10:08:10.000Z', '2026-11-20T10:20:00.000Z']);
    const first = eventAt(report, indexOf(0));
    assert.deepEqual([first.after, first.before], ['2026-11-20T09:50:00.000Z', '2026-11-20T10:08:10.000Z']);
  });

  it('leave a side open where there is none', async () => {
    const report = await verify(stamped({ [opened]: '2026-11-20T10:08:10Z' }));
    assert.deepEqual([eventAt(report, opened).before, eventAt(report, indexOf(0)).after], [null, null]);
  });

  it('show that an event’s own time is too early or too late, and which event’s', async () => {
    const early = await verify(stamped({ 10: '2026-11-20T10:03:00Z' }));
    // The first two are older than a stamp that does not have them, and two minutes are allowed for.
    assert.deepEqual(
      early.findings.map(({ code, event }) => [code, eventAt(early, indexOf(0)).id === event]),
      [],
    );
    const tooEarly = await verify(stamped({ 10: '2026-11-20T10:04:00Z' }));
    assert.deepEqual(tooEarly.findings, [
      { code: 'time_early', event: eventAt(tooEarly, indexOf(0)).id, value: '2026-11-20T10:04:00.000Z' },
    ]);
    const late = await verify(stamped({ 90: '2026-11-20T10:09:10Z' }));
    assert.equal(late.verdict, 'failed');
    assert.deepEqual(late.findings, [
      { code: 'time_late', event: eventAt(late, indexOf(8)).id, value: '2026-11-20T10:09:10.000Z' },
    ]);
  });

  it('show the earliest time at which a tree had an event, though a smaller one was stamped anew later', async () => {
    const sizes = { [indexOf(8) + 1]: '2026-11-20T10:20:00Z', 90: '2026-11-20T10:10:00Z' };
    const report = await verify(stamped(sizes));
    assert.equal(eventAt(report, indexOf(8)).before, '2026-11-20T10:10:00.000Z');
    const late = await verify(stamped({ ...sizes, 90: '2026-11-20T10:09:10Z' }));
    assert.deepEqual(
      late.findings.map(({ code, event }) => [code, event]),
      [['time_late', eventAt(late, indexOf(8)).id]],
    );
  });

  it('leave the times unconfirmed where a root is given and they were left out', async () => {
    const report = await verify(stamped({}));
    assert.deepEqual([report.verdict, report.stamps.standing, report.findings], ['partly', 'absent', []]);
  });

  it('show that a file was signed before it could be', async () => {
    const early = await verify(stamped(around, { at: new Date('2026-11-20T10:15:00Z') }));
    assert.ok(
      early.findings.some(
        ({ code, value }) => code === 'signed_early' && value === '2026-11-20T10:20:00.000Z',
      ),
    );
  });

  it('are not confirmed without a root, and fail under another one', async () => {
    const file = stamped(around);
    const unknown = await verify(file, { ...trust, tsaRoots: [] });
    assert.deepEqual([unknown.verdict, unknown.stamps.standing], ['partly', 'own']);
    const stranger = await makePair(join(folder, 'stranger'), 'ec:P-256', { extensions: tsaExtensions });
    const failed = await verify(file, { ...trust, tsaRoots: [derOf(stranger.certificate)] });
    assert.equal(failed.verdict, 'failed');
    assert.deepEqual(new Set(failed.findings.map(({ code }) => code)), new Set(['stamp_untrusted']));
  });

  it('fail over other bytes, by another tree, in another order, or as garbage', async () => {
    const over = (bytes: string) =>
      stamped(around, {
        stamp: () => signTstInfo(Buffer.from(bytes), authority, { genTime: new Date(around[90]) }),
      });
    const codes = async (file: Promise<Uint8Array>) =>
      new Set((await verify(file)).findings.map(({ code }) => code));
    assert.deepEqual(await codes(over('something else')), new Set(['stamp_token']));

    const other = stamped(around, {
      change: (bundle) => ({
        ...bundle,
        timestamps: bundle.timestamps.map((each, n) => (n === 1 ? { ...each, size: each.size - 1 } : each)),
      }),
    });
    assert.ok((await codes(other)).has('stamp_prefix'));

    const changed = (change: (stamp: Bundle['timestamps'][number]) => object) =>
      stamped(
        { 90: around[90] },
        {
          change: (bundle) => ({
            ...bundle,
            timestamps: bundle.timestamps.map((each) => ({ ...each, ...change(each) })),
          }),
        },
      );
    const hash = Buffer.alloc(32, 1).toString('base64');
    assert.deepEqual(
      await codes(changed(({ consistency }) => ({ consistency: [...consistency, hash] }))),
      new Set(['stamp_prefix']),
    );
    assert.deepEqual(await codes(changed(() => ({ token: '' }))), new Set(['stamp_token']));
    assert.deepEqual(await codes(changed(() => ({ token: 'AAAA' }))), new Set(['stamp_token']));
    assert.deepEqual(
      await codes(changed(() => ({ checkpoint: 'no note' }))),
      new Set(['stamp_prefix', 'stamp_checkpoint', 'stamp_token']),
    );

    const reversed = stamped(around, {
      change: (bundle) => ({ ...bundle, timestamps: bundle.timestamps.toReversed() }),
    });
    assert.deepEqual(await codes(reversed), new Set(['stamp_order']));
  });

  it('hold over trees that a key has signed which was retired since, and not over a wrong signature', async () => {
    assert.equal((await verify(stamped(around, { stampKey: noteKey() }))).verdict, 'confirmed');
    const lying = { ...noteKey(), keyId: logKey.keyId };
    const report = await verify(stamped(around, { stampKey: lying }));
    assert.deepEqual(new Set(report.findings.map(({ code }) => code)), new Set(['stamp_checkpoint']));
  });

  it('of the tree of another log fail, though their tokens hold', async () => {
    const foreign = noteKey();
    const own = await makeTestFile({ logKey, signer });
    const parsed = (bytes: Uint8Array): Bundle =>
      JSON.parse(
        Buffer.from(
          (JSON.parse(Buffer.from(bytes).toString()) as { payload: string }).payload,
          'base64url',
        ).toString(),
      ) as Bundle;
    const theirs = parsed(await stamped(around, { logKey: foreign, before: 41 }));
    const report = await verify(
      stamped({}, { change: () => ({ ...parsed(own), timestamps: theirs.timestamps }) }),
    );
    assert.deepEqual(new Set(report.findings.map(({ code }) => code)), new Set(['stamp_prefix']));
  });

  it('by openssl’s own authority hold as well', async () => {
    const openssl = await startTimestampAuthority();
    try {
      const file = makeTestFile({
        logKey,
        signer,
        stamps: [92],
        stamp: (note) => openssl.stamp(Buffer.from(note)),
      });
      const report = await verify(file, { ...trust, tsaRoots: [openssl.rootDer] });
      assert.deepEqual([report.verdict, report.stamps.standing], ['confirmed', 'confirmed']);
    } finally {
      await openssl.close();
    }
  });
});
