/** A recipient opens and signs by an eID that is matched with the number the sender gave. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, afterEach, before, it } from 'node:test';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { diskKeys } from '../../../src/backends/keys/disk.ts';
import { openidEid } from '../../../src/backends/oidc/eid-provider.ts';
import { openAcknowledgement } from '../../../src/delivery/acknowledgements/open-acknowledgement.ts';
import { findSigning } from '../../../src/delivery/acknowledgements/find-signing.ts';
import { beginOpeningByEid } from '../../../src/delivery/eid/begin-opening.ts';
import { beginSigningByEid } from '../../../src/delivery/eid/begin-signing.ts';
import { comeBack, type Return } from '../../../src/delivery/eid/come-back.ts';
import { EidFailure, type RecipientEid } from '../../../src/delivery/eid/eid-provider.ts';
import { openIdentity } from '../../../src/delivery/eid/identities.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import { moveSeals } from '../../../src/delivery/move-seals.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { waysIn } from '../../../src/delivery/ways-in.ts';
import { signOut } from '../../../src/delivery/sign-out.ts';
import type { AcknowledgementProof } from '../../../src/message/acknowledgements.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import {
  type Lies,
  type LyingProvider,
  seconds,
  startLiar,
  strangersKey,
} from '../../support/lying-identity-provider.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { find } from '../../system/search.ts';
import { senderOf } from '../recall-support.ts';

const client = { ip: '198.51.100.77', userAgent: 'Hjertebog/2' };
const cpr = '070761-4285';
const other = '010107-4321';
const words = { en: 'I have received the decision.' };

/** As brokers give them: what stands in the ID token, and what in userinfo alone. */
const brokers = [
  [
    'MitID by Criipto',
    {
      identityscheme: 'dkmitid',
      sub: '{5a4e1b1c}',
      acr: 'urn:grn:authn:dk:mitid:substantial',
      country: 'DK',
      cprNumberIdentifier: '0707614285',
    },
    ['cprNumberIdentifier'],
    cpr,
  ],
  [
    'MitID by Signaturgruppen',
    {
      idp: 'mitid',
      sub: 'f6b1',
      'mitid.uuid': '1b6c7d8e',
      loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
      'dk.cpr': cpr,
    },
    ['dk.cpr'],
    cpr,
  ],
  [
    'BankID by Criipto',
    { identityscheme: 'sebankid', sub: '{9c1f}', country: 'SE', name: 'Åsa Öberg', ssn: '198112289874' },
    ['ssn', 'name'],
    '811228-9874',
  ],
  [
    'Freja',
    {
      sub: '7d2e',
      'https://frejaeid.com/oidc/claims/country': 'SE',
      'https://frejaeid.com/oidc/claims/personalIdentityNumber': '198112289874',
    },
    ['https://frejaeid.com/oidc/claims/personalIdentityNumber'],
    '19811228-9874',
  ],
] as const;

withDatabases('An eID', (db) => {
  let portal: Portal;
  let bench: Bench;
  let liar: LyingProvider;
  let eid: RecipientEid;
  const logged: string[] = [];
  let count = 0;

  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { eid: 'MitID' });
    bench = await makeBench(db);
    liar = await startLiar();
    eid = {
      provider: openidEid(
        {
          issuer: new URL(liar.issuer),
          clientId: 'segl',
          clientSecret: undefined,
          scope: 'openid ssn',
          acrValues: [],
        },
        2,
      ),
      claim: undefined,
      log: (facts, what) => void logged.push(`${what} ${JSON.stringify(facts)}`),
    };
  });
  afterEach(async () => {
    liar.lies = {};
    await db.owner.query('delete from budgets');
  });
  after(async () => {
    await liar?.close();
    await bench?.remove();
    await portal?.close();
  });

  function person(number: string, claim = 'dk.cpr'): void {
    liar.claims = { sub: `person-${number.slice(-4)}-x`, [claim]: number };
    liar.onlyInUserinfo = [claim];
  }

  /** A message to somebody whose number is known, with its notice there. */
  async function send(identity: string | null = cpr, asks?: 'before' | 'after') {
    count += 1;
    const email = `ana${count}@example.com`;
    const { id, deliveries } = await portal.send({
      to: [{ email, phone: `+4520${900_000 + count}`, language: 'en', ...(identity ? { identity } : {}) }],
      ...(asks ? { acknowledgement: { statements: words, moment: asks } } : {}),
    });
    await portal.work();
    const token = await portal.tokenFor(email);
    return { message: id, delivery: deliveries[0]!.id, token };
  }
  type Sent = Awaited<ReturnType<typeof send>>;

  const linked = async ({ token }: Sent) => (await findDelivery(db.database, token))!;

  async function setOut(sent: Sent) {
    const about = { token: sent.token, language: 'da', client };
    return beginOpeningByEid(portal.ctx, eid, await linked(sent), about);
  }

  const back = (
    begun: { address: URL; sealed: string },
    session?: string,
    answer = liar.back(begun.address.href),
  ) => comeBack(portal.ctx, eid, { sealed: begun.sealed, answer: answer.searchParams, session, client });

  async function open(sent: Sent, session?: string): Promise<Return> {
    return (await back(await setOut(sent), session))!;
  }

  async function sign(sent: Sent, session: string): Promise<Return> {
    const signing = (await findSigning(portal.ctx, sent.token, session))!;
    const about = { token: sent.token, language: 'en', client } as const;
    return (await back(await beginSigningByEid(portal.ctx, eid, signing, about), session))!;
  }

  const lastEvent = async ({ delivery }: Sent) => (await portal.events(delivery)).at(-1)!;

  async function proofOf({
    delivery,
  }: Sent): Promise<Extract<AcknowledgementProof, { method: 'eid' }> | undefined> {
    const { rows } = await db.owner.query(
      'select id, jwe, sealed from acknowledgements where delivery_id = $1',
      [delivery],
    );
    if (!rows[0]) return undefined;
    const { proof } = await openAcknowledgement(portal.ctx, rows[0] as never);
    assert.equal(proof.method, 'eid');
    return proof as never;
  }

  const failing = (problem: string) => (error: unknown) =>
    error instanceof EidFailure && error.problem === problem;

  for (const [what, claims, userinfo, identity] of brokers) {
    it(`as ${what} gives it opens, and signs with a token that another library verifies`, async () => {
      liar.claims = { ...claims };
      liar.onlyInUserinfo = userinfo;
      const sent = await send(identity, 'after');
      assert.equal((await waysIn(db.database, sent.delivery)).identity, true);
      const opened = await open(sent);
      assert.deepEqual([opened.problem, opened.act, opened.token], [null, 'opening', sent.token]);
      const { type, details } = await lastEvent(sent);
      assert.equal(type, 'delivery.identity_verified');
      assert.deepEqual(Object.keys(details).sort(), ['method', 'session']);
      assert.equal(
        (await readMessage(portal.ctx, sent.token, opened.session!, client))!.content.text,
        'Kære Ana',
      );

      await drain(bench.writer());
      assert.equal((await sign(sent, opened.session!)).problem, null);
      const proof = (await proofOf(sent))!;
      const { rows } = await db.owner.query(
        "select details ->> 'proof' as proof from events where delivery = $1 and type = 'delivery.acknowledged'",
        [sent.delivery],
      );
      assert.match(String(rows[0]!.proof), /^[0-9a-f]{64}$/);
      const keys = createLocalJWKSet(proof.jwks as unknown as JSONWebKeySet);
      const { payload } = await jwtVerify(proof.idToken, keys, { issuer: liar.issuer, audience: 'segl' });
      const acknowledgement = await signedText(sent);
      assert.equal(payload.nonce, createHash('sha256').update(acknowledgement).digest('base64url'));
      assert.equal(proof.clientId, 'segl');
      assert.doesNotMatch(JSON.stringify(payload), /4285|9874/);
    });
  }

  /** The bytes that were signed, out of the organisation's JWS. */
  async function signedText({ delivery }: Sent): Promise<string> {
    const { rows } = await db.owner.query(
      'select id, jwe, sealed from acknowledgements where delivery_id = $1',
      [delivery],
    );
    const { jws } = await openAcknowledgement(portal.ctx, rows[0] as never);
    return Buffer.from((JSON.parse(jws) as { payload: string }).payload, 'base64url').toString();
  }

  const python = '/usr/bin/python3';
  const lacksJwcrypto = spawnSync(python, ['-c', 'import jwcrypto']).status !== 0 && 'no jwcrypto here';

  it('is proved by a token that Debian’s jwcrypto verifies too', { skip: lacksJwcrypto }, async () => {
    person(cpr);
    const sent = await send(cpr, 'after');
    const { session } = await open(sent);
    await readMessage(portal.ctx, sent.token, session!, client);
    await sign(sent, session!);
    const { idToken, jwks } = (await proofOf(sent))!;
    const program = `
import json, sys
from jwcrypto import jwk, jws
token, keys = json.load(sys.stdin)
signed = jws.JWS()
signed.deserialize(token)
signed.verify(jwk.JWKSet.from_json(json.dumps(keys)).get_key(signed.jose_header['kid']))
print(json.loads(signed.payload)['nonce'])`;
    const said = spawnSync(python, ['-c', program], {
      input: JSON.stringify([idToken, jwks]),
      encoding: 'utf8',
    });
    assert.equal(said.stdout.trim(), decodeJwt(idToken).nonce, said.stderr);
  });

  it('is asked for anew, in the reader’s language, with PKCE and a nonce that nobody can guess', async () => {
    const { address, sealed } = await setOut(await send());
    const asked = address.searchParams;
    assert.equal(asked.get('prompt'), 'login');
    assert.equal(asked.get('max_age'), '0');
    assert.equal(asked.get('ui_locales'), 'da');
    assert.equal(asked.get('scope'), 'openid ssn');
    assert.equal(asked.get('redirect_uri'), 'http://localhost:3000/eid/return');
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.match(asked.get('nonce')!, /^[\w-]{43}$/);
    assert.equal(sealed.split('.').length, 5);
  });

  it('of somebody else opens nothing, and nothing is kept of who it was', async () => {
    person(other);
    const sent = await send();
    const came = await open(sent);
    assert.deepEqual([came.problem, came.session], ['differs', null]);
    const { type, details } = await lastEvent(sent);
    assert.equal(type, 'delivery.open_refused');
    assert.deepEqual(details, { reason: 'identity_differs', for: 'opening' });
    for (const number of [other, cpr]) {
      const kept = await everythingKept(db, portal.data);
      for (const written of [number, number.replace('-', '')]) assert.deepEqual(find(kept, written), []);
      assert.doesNotMatch(logged.join('\n'), new RegExp(number.replace('-', '-?')));
    }
  });

  it('without a number, or with one that is none, opens nothing', async () => {
    const sent = await send();
    liar.claims = { sub: 'nobody' };
    assert.equal((await open(sent)).problem, 'no_number');
    for (const odd of ['', 'hemmelig', '0707614285x', '070761-4286']) {
      person(odd || ' ');
      assert.equal((await open(sent)).problem, odd ? 'differs' : 'no_number', odd);
    }
    liar.claims = { sub: 'nobody', 'dk.cpr': ['0707614285'] };
    assert.equal((await open(sent)).problem, 'no_number');
  });

  it('counts by the claim that was named, and by no other', async () => {
    const sent = await send();
    liar.claims = { sub: 'x', 'dk.cpr': other, 'urn:broker:number': cpr };
    eid = { ...eid, claim: 'urn:broker:number' };
    assert.equal((await open(sent)).problem, null);
    eid = { ...eid, claim: 'urn:broker:other' };
    assert.equal((await open(sent)).problem, 'no_number');
    eid = { ...eid, claim: undefined };
  });

  it('opens once for each way to the provider, and only from the browser that went there', async () => {
    person(cpr);
    const sent = await send();
    const begun = await setOut(sent);
    const answer = liar.back(begun.address.href);
    assert.equal((await back(begun, undefined, answer))!.problem, null);
    // The browser's back button.
    assert.equal((await back(begun, undefined, answer))!.problem, 'late');
    const another = await setOut(sent);
    assert.equal(await back({ ...another, sealed: begun.sealed }), undefined);
    assert.equal(await back({ ...another, sealed: 'nothing of ours' }), undefined);
    assert.equal(await back({ ...another, sealed: undefined as never }), undefined);
    const late = await setOut(sent);
    await db.owner.query('update eid_requests set expires_at = now()');
    assert.equal((await back(late))!.problem, 'late');
  });

  it('joins the session that a browser has already', async () => {
    person(cpr);
    const [one, two] = [await send(), await send()];
    const { session } = await open(one);
    const joined = await open(two, session!);
    assert.equal(joined.session, session);
    assert.ok(await readMessage(portal.ctx, one.token, session!, client));
    assert.ok(await readMessage(portal.ctx, two.token, session!, client));
  });

  for (const [what, lies, problem] of [
    ['another nonce', { claims: { nonce: 'other' } }, 'failed'],
    ["another issuer's token", { claims: { iss: 'https://evil.example' } }, 'failed'],
    ['a token for another client', { claims: { aud: 'others' } }, 'failed'],
    ['an expired token', { claims: { exp: seconds() - 600, iat: seconds() - 900 } }, 'failed'],
    ['a token without a signature', { header: { alg: 'none' }, signature: '' }, 'failed'],
    ['a token signed with a shared secret', { header: { alg: 'HS256' } }, 'failed'],
    ["a stranger's token", { key: strangersKey }, 'failed'],
    ['a key that nobody published', { header: { kid: 'two' } }, 'failed'],
    ["somebody else's userinfo", { userinfo: { sub: 'somebody' } }, 'failed'],
    ['a sign-in of yesterday', { claims: { auth_time: seconds() - 86_400 } }, 'late'],
    ['no time of the sign-in', { claims: { auth_time: undefined } }, 'failed'],
    ['that the person turned back', { answer: { code: undefined, error: 'access_denied' } }, 'cancelled'],
    ['that it is out of order', { answer: { code: undefined, error: 'server_error' } }, 'away'],
    ['nothing', { paths: { '/token': (_request, response) => void response.destroy() } }, 'away'],
  ] as const satisfies [string, Lies, string][]) {
    it(`neither opens nor signs where the provider answers ${what}`, async () => {
      person(cpr);
      const sent = await send(cpr, 'before');
      liar.lies = lies;
      assert.equal((await open(sent)).problem, problem);
      liar.lies = {};
      const { session } = await open(sent);
      liar.lies = lies;
      assert.equal((await sign(sent, session!)).problem, problem);
      assert.equal(await proofOf(sent), undefined);
      // What went wrong once does not stand in the way.
      liar.lies = {};
      assert.equal((await sign(sent, session!)).problem, null);
    });
  }

  it('signs before anything is read, and what it signed is read then', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    assert.equal(await readMessage(portal.ctx, sent.token, session!, client), undefined);
    assert.equal((await sign(sent, session!)).problem, null);
    assert.ok(await readMessage(portal.ctx, sent.token, session!, client));
    await assert.rejects(
      sign(sent, session!),
      (error: unknown) => error instanceof Refusal && error.code === 'already_signed',
    );
  });

  it('of somebody else signs nothing, and the evidence has it', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    person(other);
    assert.equal((await sign(sent, session!)).problem, 'differs');
    assert.deepEqual((await lastEvent(sent)).details, { reason: 'identity_differs', for: 'acknowledgement' });
    assert.equal(await proofOf(sent), undefined);
  });

  it('signs nothing where the token that would be kept says the number, however it is written', async () => {
    for (const claims of [
      { sub: 'a', 'dk.cpr': '0707614285' },
      { sub: 'a', 'dk.cpr': '070761-4285' },
      { sub: 'cpr:0707614285', 'dk.cpr': cpr },
      { sub: 'a', 'dk.cpr': cpr, nested: { deep: ['07 07 61 42 85'] } },
      { sub: 'a', 'dk.cpr': cpr, number: 707614285 },
    ]) {
      liar.claims = claims;
      liar.onlyInUserinfo = 'nested' in claims || 'number' in claims || claims.sub !== 'a' ? ['dk.cpr'] : [];
      const sent = await send(cpr, 'before');
      const { session } = await open(sent);
      assert.equal((await sign(sent, session!)).problem, 'number_kept', JSON.stringify(claims));
      assert.equal(await proofOf(sent), undefined);
    }
  });

  it('signs nothing for whoever has no number to be matched with', async () => {
    person(cpr);
    const known = await send();
    const sent = await send(null, 'before');
    assert.equal((await waysIn(db.database, sent.delivery)).identity, false);
    await assert.rejects(setOut(sent), failing('unknown'));
    // By another way in: the session of this browser opens this delivery as well.
    const { session } = await open(known);
    await db.owner.query(
      `insert into session_deliveries (session_hash, delivery_id)
        select session_hash, $2 from session_deliveries where delivery_id = $1`,
      [known.delivery, sent.delivery],
    );
    await assert.rejects(sign(sent, session!), failing('unknown'));
  });

  it('neither opens nor signs in the session of a member of a shared mailbox', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    const signing = (await findSigning(portal.ctx, sent.token, session!))!;
    const about = { token: sent.token, language: 'en', client } as const;
    const onTheWay = await beginSigningByEid(portal.ctx, eid, signing, about);
    await db.owner.query('update session_deliveries set member_id = $2 where delivery_id = $1', [
      sent.delivery,
      randomUUID(),
    ]);
    assert.equal((await back(onTheWay, session!))!.problem, 'member');
    await assert.rejects(sign(sent, session!), failing('member'));
    const events = await portal.events(sent.delivery);
    const again = await open(sent, session!);
    assert.deepEqual([again.problem, again.session], ['member', null]);
    assert.deepEqual(await portal.events(sent.delivery), events);
    assert.equal(await proofOf(sent), undefined);
    // Another browser is not the member's.
    assert.equal((await open(sent)).problem, null);
  });

  it('signs nothing in another session than it set out from, nor after that has ended', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    const { session: elsewhere } = await open(sent);
    const signing = (await findSigning(portal.ctx, sent.token, session!))!;
    const set = () =>
      beginSigningByEid(portal.ctx, eid, signing, { token: sent.token, language: 'en', client });
    assert.equal((await back(await set(), elsewhere!))!.problem, 'late');
    assert.equal((await back(await set(), undefined))!.problem, 'late');
    const begun = await set();
    await signOut(portal.ctx, session!);
    assert.equal((await back(begun, session!))!.problem, 'late');
    assert.equal(await proofOf(sent), undefined);
  });

  it('signs once, however many ways to the provider were begun', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    const signing = (await findSigning(portal.ctx, sent.token, session!))!;
    const set = () =>
      beginSigningByEid(portal.ctx, eid, signing, { token: sent.token, language: 'en', client });
    const [one, two] = [await set(), await set()];
    const came = await Promise.all([back(one, session!), back(two, session!)]);
    const problems = came.map((each) => each!.problem);
    assert.equal(problems.filter((each) => each === null).length, 1, String(problems));
    assert.ok(['answered', 'late'].includes(problems.find((each) => each !== null)!), String(problems));
  });

  it('opens and signs nothing that was recalled while somebody was at the provider', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    const signing = (await findSigning(portal.ctx, sent.token, session!))!;
    const about = { token: sent.token, language: 'en', client } as const;
    const begun = await beginSigningByEid(portal.ctx, eid, signing, about);
    const opening = await setOut(sent);
    await recallMessage(portal.ctx, senderOf(portal), { message: sent.message, reason: 'wrong_recipient' });
    assert.notEqual((await back(begun, session!))!.problem, null);
    const came = (await back(opening))!;
    assert.deepEqual([came.problem, came.session], [null, null]);
    assert.equal(await proofOf(sent), undefined);
    await assert.rejects(setOut(sent), (error: unknown) => error instanceof Refusal && error.code === 'gone');
  });

  it('is proved by the keys of that day, whatever the provider signs with later', async () => {
    person(cpr);
    const sent = await send(cpr, 'before');
    const { session } = await open(sent);
    await sign(sent, session!);
    const proof = (await proofOf(sent))!;
    const later = await startLiar();
    const { keys } = (await (await fetch(`${later.issuer}/jwks`)).json()) as JSONWebKeySet;
    await later.close();
    await assert.rejects(jwtVerify(proof.idToken, createLocalJWKSet({ keys })));
    await jwtVerify(proof.idToken, createLocalJWKSet(proof.jwks as unknown as JSONWebKeySet));
  });

  it('costs the provider no more than twenty visits an hour for one link', async () => {
    const sent = await send();
    for (let visit = 0; visit < 20; visit += 1) await setOut(sent);
    await assert.rejects(setOut(sent), failing('often'));
  });

  it('is matched with a number that moves from key to key, and is forgotten with its delivery', async () => {
    person(cpr);
    const sent = await send();
    const row = async () => {
      const { rows } = await db.owner.query(
        'select kid, sealed from delivery_identities where delivery_id = $1',
        [sent.delivery],
      );
      return rows[0] as { kid: string; sealed: string } | undefined;
    };
    const before = (await row())!;
    assert.equal(await openIdentity(portal.ctx, sent.delivery, before.sealed), 'DK:0707614285');
    assert.equal(await openIdentity(portal.ctx, sent.message, before.sealed), undefined);
    const tomorrow = {
      ...portal.ctx,
      keys: diskKeys(join(portal.data, 'keys'), () => Date.now() + 24 * 60 * 60 * 1000),
    };
    await moveSeals(tomorrow)({ payload: {} } as never, async () => undefined);
    const moved = (await row())!;
    assert.notEqual(moved.kid, before.kid);
    assert.equal(await openIdentity(tomorrow, sent.delivery, moved.sealed), 'DK:0707614285');
    const eraser = {
      actor: { kind: 'system', id: portal.sender.id },
      name: 'An archive',
      units: null,
    } as const;
    await eraseMessage(portal.ctx, eraser, { message: sent.message, reason: 'requested' });
    assert.equal(await row(), undefined);
  });
});
