/** What recipients sign, from the signing to the evidence that a stranger checks, by each way. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { openidEid } from '../../../src/backends/oidc/eid-provider.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { stampAcknowledgement } from '../../../src/delivery/acknowledgements/stamp-acknowledgement.ts';
import { beginSigningByEid } from '../../../src/delivery/eid/begin-signing.ts';
import { comeBack } from '../../../src/delivery/eid/come-back.ts';
import type { RecipientEid } from '../../../src/delivery/eid/eid-provider.ts';
import { readIdentity, sealIdentity, storeDeliveryIdentities } from '../../../src/delivery/eid/identities.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { findReceipt, makeReceipt } from '../../../src/delivery/make-receipt.ts';
import { offerSigning, signWithPasskey } from '../../../src/delivery/returning/sign-by-passkey.ts';
import { makeProof } from '../../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { type Compared, type Jwk, noTrust } from '../../../src/message/verification.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { type Asked, asked, client, words } from '../../delivery/acknowledgements/support.ts';
import { returning } from '../../delivery/returning/support.ts';
import type { Lies } from '../../desk/account/passkey-device.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { type LyingProvider, startLiar } from '../../support/lying-identity-provider.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { startTimestampAuthority } from '../../support/timestamp-authority.ts';

const cpr = '070761-4285';
const bytesOf = ({ bytes }: { bytes: readonly Uint8Array[] }) => new Uint8Array(Buffer.concat(bytes));

withDatabases('What was signed for', (db) => {
  let portal: Portal;
  let bench: Bench;
  let author: Colleague;
  let liar: LyingProvider;
  let eid: RecipientEid;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    author = await addColleague(db, await addUnit(db));
    Object.assign(portal.sender, author.sender);
    Object.assign(portal.ctx.settings, { eid: 'MitID' });
    liar = await startLiar();
    liar.claims = { sub: 'person-4285', name: 'Ana Åberg', 'dk.cpr': cpr };
    liar.onlyInUserinfo = ['dk.cpr'];
    const issuer = new URL(liar.issuer);
    const config = { issuer, clientId: 'segl', clientSecret: undefined, scope: 'openid ssn', acrValues: [] };
    eid = { provider: openidEid(config, 2), claim: undefined, log: () => undefined };
  });
  afterEach(() => db.owner.query('delete from budgets'));
  after(async () => {
    await liar?.close();
    await bench.remove();
    await portal.close();
  });

  const they = returning(() => portal);

  async function evidence(one: Asked, given?: Compared, eidKeys: readonly Jwk[] = []) {
    await drain(bench.writer());
    const file = bytesOf(await makeProof(portal.ctx, author.viewer, one.message, 'json'));
    return verifyBundle(file, { ...noTrust, eidKeys }, given);
  }
  async function receipt(one: Asked, session = one.session) {
    await drain(bench.writer());
    const owner = (await findReceipt(portal.ctx, one.token, session))!;
    return bytesOf(await makeReceipt(portal.ctx, owner, 'json'));
  }
  const summaryOf = async (one: Asked) => {
    await drain(bench.writer());
    return (await makeProof(portal.ctx, author.viewer, one.message, 'pdf')).recipients[0]!.signed;
  };

  /** Asked to sign, and the log has published what went before. */
  async function ask(terms: Parameters<typeof asked>[2] = {}): Promise<Asked> {
    const one = await asked(db, portal, terms);
    await drain(bench.writer());
    return one;
  }

  it('with a code is in both sides’ evidence, and proves control of the number alone', async () => {
    const one = await ask();
    await one.sign(await one.code());
    const given = { statement: Buffer.from(`${words.en}\n`), files: [] };
    const report = await evidence(one, given);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    const [signed] = report.acknowledgements;
    assert.deepEqual(signed!.method, { method: 'code', via: 'sms' });
    assert.deepEqual(report.compared.statement, [one.id]);
    const own = await verifyBundle(await receipt(one), noTrust, given);
    assert.deepEqual([own.verdict, own.findings], ['consistent', []]);
    assert.deepEqual(own.acknowledgements, report.acknowledgements);
    const event = own.events.find(({ type }) => type === 'delivery.acknowledged')!;
    assert.equal(event.opening, 'shown');
    const codes = own.events.filter(({ type }) => type === 'delivery.code_sent');
    assert.deepEqual(
      codes.map(({ ofSigning }) => ofSigning),
      [false, true],
    );
    const summary = await summaryOf(one);
    assert.deepEqual(
      [summary!.statement, summary!.at, summary!.method, summary!.stampedAt],
      [words.en, signed!.at, signed!.method, null],
    );
    const letter = { statement: Buffer.from(words.en.replace('decision', 'decisions')), files: [] };
    assert.equal((await evidence(one, letter)).verdict, 'failed');
  });

  it('with a passkey is verified by its own signature', async () => {
    const one = await ask();
    const device = await they.add(one, one.session);
    await drain(bench.writer());
    const sign = async (lies: Lies = {}) => {
      const answer = device.use(await offerSigning(portal.ctx, await one.signing(), 'en'), lies);
      return { answer, done: async () => signWithPasskey(portal.ctx, await one.signing(), answer, client) };
    };
    // Its signature would be good to some readers, and to others not: whoever signs so could deny it.
    const padded = await sign();
    padded.answer.response.signature +=
      '=='.slice(0, (4 - (padded.answer.response.signature.length % 4)) % 4) || '====';
    await assert.rejects(
      padded.done(),
      (error: unknown) => error instanceof Refusal && error.code === 'passkey_invalid',
    );
    await (await sign()).done();
    const report = await evidence(one);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    const { method } = report.acknowledgements[0]!;
    assert.deepEqual(method.method === 'passkey' && [method.site, method.logged], ['localhost', true]);
    assert.equal((await summaryOf(one))!.method.method, 'passkey');
  });

  it('with an eID is verified by the issuer’s signature, confirmed where its keys were got elsewhere', async () => {
    const one = await ask();
    const sealed = await sealIdentity(portal.ctx, one.id, readIdentity(portal.ctx, cpr));
    await storeDeliveryIdentities(db.database, [{ ...sealed, delivery: one.id }]);
    const about = { token: one.token, language: 'en', client } as const;
    const begun = await beginSigningByEid(portal.ctx, eid, await one.signing(), about);
    const answer = liar.back(begun.address.href).searchParams;
    const ended = await comeBack(portal.ctx, eid, {
      sealed: begun.sealed,
      answer,
      session: one.session,
      client,
    });
    assert.equal(ended!.problem, null);
    const { keys } = (await (await fetch(`${liar.issuer}/jwks`)).json()) as { keys: Jwk[] };
    const report = await evidence(one, undefined, keys);
    assert.deepEqual(report.findings, []);
    const { method } = report.acknowledgements[0]!;
    assert.deepEqual(method.method === 'eid' && [method.issuer, method.subject, method.standing], [
      liar.issuer,
      'person-4285',
      'confirmed',
    ]);
    assert.equal((await summaryOf(one))!.method.method, 'eid');
  });

  it('is stamped by an authority, and both sides have its time', async () => {
    const authority = await startTimestampAuthority();
    try {
      const one = await ask();
      await one.sign(await one.code());
      const { rows } = await db.owner.query('select id from acknowledgements where delivery_id = $1', [
        one.id,
      ]);
      const reached = {
        ask: async (query: Uint8Array) => new Uint8Array(await authority.reply(query)),
      } as never;
      const job = { payload: { acknowledgement: rows[0]!.id } } as never;
      await stampAcknowledgement(portal.ctx, reached)(job, async () => undefined);
      const { token } = (await evidence(one)).acknowledgements[0]!;
      assert.equal((await summaryOf(one))!.stampedAt, token!.time);
    } finally {
      await authority.close();
    }
  });

  it('declined, is told the recipient with their own words', async () => {
    const one = await ask();
    await one.decline('That is not my house.');
    const { payload } = JSON.parse(Buffer.from(await receipt(one)).toString()) as { payload: string };
    assert.ok(Buffer.from(payload, 'base64url').toString().includes('That is not my house.'));
  });

  it('goes with an erasure, and what is left still verifies', async () => {
    const one = await ask();
    await one.sign(await one.code());
    const eraser = { actor: { kind: 'staff', id: author.id }, name: 'Colleague', units: null } as const;
    await eraseMessage(portal.ctx, eraser, { message: one.message, reason: 'requested' });
    const report = await evidence(one);
    assert.deepEqual([report.verdict, report.findings, report.acknowledgements], ['consistent', [], []]);
  });

  it('is in the receipt of a later session too', async () => {
    const one = await ask();
    await one.sign(await one.code());
    await requestCode(portal.ctx, await one.found(), 'sms', 'opening', client);
    await portal.work();
    const later = await openDelivery(
      portal.ctx,
      await one.found(),
      await portal.codeFor(one.phone),
      undefined,
      client,
    );
    const report = await verifyBundle(await receipt(one, later), noTrust);
    assert.equal(report.acknowledgements.length, 1);
  });
});
