/** Signing with a passkey: its assertion is over exactly the words that were fixed, and is kept as it was given. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { lockStanding } from '../../../src/delivery/admit-recipient.ts';
import { findSigning, type Signing } from '../../../src/delivery/acknowledgements/find-signing.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { offerOpening, openByPasskey } from '../../../src/delivery/returning/open-by-passkey.ts';
import { removePasskey } from '../../../src/delivery/returning/remove-passkey.ts';
import { offerSigning, signWithPasskey } from '../../../src/delivery/returning/sign-by-passkey.ts';
import type { Acknowledgement, AcknowledgementProof } from '../../../src/message/acknowledgements.ts';
import { type Lies, present } from '../../desk/account/passkey-device.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { asked, words } from '../acknowledgements/support.ts';
import { client, refused, returning, someone } from './support.ts';

withDatabases('Signing with a passkey', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());
  afterEach(() => db.database.query('delete from budgets'));

  const they = returning(() => portal);

  /** Somebody who is asked to sign, and has a passkey. */
  async function signer(terms: Parameters<typeof asked>[2] = {}) {
    const sent = await asked(db, portal, terms);
    const device = await they.add(sent, sent.session);
    return { ...sent, device };
  }
  type Signer = Awaited<ReturnType<typeof signer>>;

  const offer = (signing: Signing) => offerSigning(portal.ctx, signing, 'da');

  async function sign({ signing, device }: Signer, lies: Lies = {}, by = device): Promise<void> {
    const answer = by.use(await offer(await signing()), lies);
    await signWithPasskey(portal.ctx, await signing(), answer, client);
  }

  it('keeps the assertion, whose challenge is the digest of what the organisation signs, and uses the passkey', async () => {
    const one = await signer({ moment: 'before', atLeast: 'passkey' });
    const { rows } = await db.database.query<{ at: string }>(
      "select at from events where delivery = $1 and type = 'delivery.passkey_added'",
      [one.id],
    );
    one.device.counter = 3;
    await sign(one);
    const { jws, proof } = (await one.acknowledgement()) as { jws: string; proof: AcknowledgementProof };
    assert.ok(proof.method === 'passkey');
    const payload = Buffer.from((JSON.parse(jws) as { payload: string }).payload, 'base64url');
    const signed = JSON.parse(payload.toString()) as Acknowledgement;
    assert.deepEqual(signed.statement, { text: words.da, language: 'da', version: 1 });
    assert.equal(signed.method, 'passkey');

    const clientData = Buffer.from(proof.clientDataJSON, 'base64url');
    const { challenge, origin, type } = JSON.parse(clientData.toString()) as Record<string, string>;
    const digest = createHash('sha256').update(payload).digest('base64url');
    assert.deepEqual([challenge, origin, type], [digest, 'http://localhost:3000', 'webauthn.get']);
    const data = Buffer.concat([
      Buffer.from(proof.authenticatorData, 'base64url'),
      createHash('sha256').update(clientData).digest(),
    ]);
    const key = createPublicKey(one.device.key);
    assert.ok(verify('sha256', data, key, Buffer.from(proof.signature, 'base64url')));
    assert.deepEqual(
      [proof.credential, proof.rpId, proof.origin, proof.addedAt],
      [one.device.id.toString('base64url'), 'localhost', 'http://localhost:3000', rows[0]!.at],
    );
    assert.ok((await one.events()).includes('acknowledged'));
    assert.equal((await one.read())?.content.subject, 'Afgørelse');
    await assert.rejects(they.open(one, one.device), (error: Error) => error.name === 'CounterWentBack');
  });

  it('takes no wrong answer, nor another’s, and nothing is signed by them', async () => {
    const one = await signer();
    const other = await signer();
    const lies: readonly Lies[] = [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
      { type: 'webauthn.create' },
      { flags: present },
      { forged: true },
      { userHandle: randomBytes(32).toString('base64url') },
      { id: other.device.id },
      { challenge: 'AAAA' },
    ];
    for (const lie of lies)
      await assert.rejects(sign(one, lie), refused('passkey_invalid'), JSON.stringify(lie));
    await assert.rejects(sign(one, {}, other.device), refused('passkey_invalid'));
    const { challenge } = await offer(await other.signing());
    const opening = await offerOpening(portal.ctx, await one.found(), client);
    const unknown = { challenge: randomBytes(32).toString('base64url') };
    for (const elsewhere of [{ challenge }, opening, unknown]) {
      const answer = one.device.use(elsewhere);
      await assert.rejects(
        async () => signWithPasskey(portal.ctx, await one.signing(), answer, client),
        refused('changed_meanwhile'),
      );
    }
    assert.equal(await one.acknowledgement(), undefined);
    assert.ok(!(await one.events()).includes('acknowledged'));
    await sign(one);
  });

  it('cannot be done twice with one answer, after another answer, or opened with', async () => {
    const one = await signer();
    const signing = await one.signing();
    const answer = one.device.use(await offer(signing));
    await assert.rejects(
      openByPasskey(portal.ctx, await one.found(), answer, undefined, client),
      refused('changed_meanwhile'),
    );
    const late = one.device.use(await offer(signing));
    await signWithPasskey(portal.ctx, signing, answer, client);
    for (const again of [answer, late]) {
      await assert.rejects(signWithPasskey(portal.ctx, signing, again, client), refused('already_signed'));
    }
    const declined = await signer();
    const asked = declined.device.use(await offer(await declined.signing()));
    const before = await declined.signing();
    await declined.decline('No');
    await assert.rejects(signWithPasskey(portal.ctx, before, asked, client), refused('already_declined'));
  });

  it('cannot be done once the passkey is removed, the number corrected or the message recalled meanwhile', async () => {
    const ends: readonly (readonly [string, (one: Signer) => Promise<unknown>])[] = [
      [
        'passkey_invalid',
        ({ token, session, device }) =>
          removePasskey(portal.ctx, token, session, device.id.toString('base64url'), client),
      ],
      ['passkey_invalid', ({ id }) => correctPhone(portal.ctx, viewer, id, someone().phone)],
      ['gone', ({ message }) => recallMessage(portal.ctx, viewer, { message, reason: 'wrong_content' })],
    ];
    for (const [code, end] of ends) {
      const one = await signer();
      const signing = await one.signing();
      const answer = one.device.use(await offer(signing));
      await end(one);
      await assert.rejects(signWithPasskey(portal.ctx, signing, answer, client), refused(code));
      assert.equal(await one.acknowledgement(), undefined);
    }
  });

  it('cannot be done where the passkey is removed while the signature waits for the delivery', async () => {
    const one = await signer();
    const signing = await one.signing();
    const answer = one.device.use(await offer(signing));
    const outcome = await db.database.transaction(async (tx) => {
      await lockStanding(tx, one.id);
      const waiting = signWithPasskey(portal.ctx, signing, answer, client).catch((error: Error) => error);
      await tx.query('update recipient_passkeys set revoked_at = now() where id = $1', [one.device.id]);
      return { waiting };
    });
    assert.equal(((await outcome.waiting) as { code?: string } | undefined)?.code, 'passkey_invalid');
    assert.equal(await one.acknowledgement(), undefined);
  });

  it('is not offered without a passkey, to a member of a mailbox, or before the message was read', async () => {
    const sent = await asked(db, portal);
    await assert.rejects(async () => offer(await sent.signing()), refused('not_found'));
    const one = await signer();
    const asMember = { ...(await one.signing()), member: 'somebody' };
    await assert.rejects(offer(asMember), refused('not_found'));
    const answer = one.device.use(await offer(await one.signing()));
    await assert.rejects(signWithPasskey(portal.ctx, asMember, answer, client), refused('passkey_invalid'));

    const unread = await they.send(
      { email: one.email, phone: one.phone, language: 'en' },
      { acknowledgement: { statements: words } },
    );
    const session = await they.open(unread, one.device);
    const signing = (await findSigning(portal.ctx, unread.token, session))!;
    await assert.rejects(offer(signing), refused('not_asked'));
  });
});
