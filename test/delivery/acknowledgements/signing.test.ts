/** A recipient signs for a message with a code of its own, or declines to. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import canonicalize from 'canonicalize';
import { flattenedVerify, importX509 } from 'jose';
import { acknowledge } from '../../../src/delivery/acknowledgements/acknowledge.ts';
import { digestOfWords } from '../../../src/delivery/acknowledgements/digest-of-words.ts';
import { findSigning } from '../../../src/delivery/acknowledgements/find-signing.ts';
import { fixAcknowledgement } from '../../../src/delivery/acknowledgements/fix-acknowledgement.ts';
import { wordsOfCode } from '../../../src/delivery/acknowledgements/sign-by-code.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import { endingOf } from '../../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { unlockDelivery } from '../../../src/delivery/unlock-delivery.ts';
import { statusAfter, type ToldEvent } from '../../../src/evidence/verification/replay-status.ts';
import type { Acknowledgement } from '../../../src/message/acknowledgements.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { type Asked, asked, client, words } from './support.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

withDatabases('Signing for a message', (db) => {
  let portal: Portal;
  let bench: Bench;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    const author = await addColleague(db, await addUnit(db));
    viewer = author.viewer;
    Object.assign(portal.sender, author.sender);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
    await db.owner.query('truncate policies');
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  const ask = (...given: Parameters<typeof asked> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
    asked(db, portal, ...given);

  const payloadOf = (jws: string): Acknowledgement =>
    JSON.parse(Buffer.from((JSON.parse(jws) as { payload: string }).payload, 'base64url').toString());

  const details = async ({ id }: Asked, type: string) =>
    (await portal.events(id)).findLast((event) => event.type === `delivery.${type}`)!.details;

  const agrees = async ({ id, status }: Asked) =>
    assert.equal(statusAfter((await portal.events(id)) as ToldEvent[]), await status());

  it('gives a JWS over what was shown, whose digests are in the event', async () => {
    const one = await ask();
    await drain(bench.writer());
    await one.sign(await one.code());
    assert.equal(await one.status(), 'acknowledged');
    await agrees(one);
    const { jws, proof } = (await one.acknowledgement())!;
    const { protected: head } = JSON.parse(jws) as { protected: string };
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
    assert.equal(header.typ, 'segl-acknowledgement+jws');
    assert.equal(typeof header.iat, 'number');
    const [certificate] = header.x5c as string[];
    assert.equal(
      header['x5t#S256'],
      createHash('sha256').update(Buffer.from(certificate!, 'base64')).digest('base64url'),
    );
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate!.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    await flattenedVerify(JSON.parse(jws), await importX509(pem, header.alg as string));
    const signed = payloadOf(jws);
    const { rows: accepted } = await db.owner.query(
      `select f.fields from events e join event_fields f on f.event = e.id
        where e.message = $1 and e.type = 'message.accepted'`,
      [one.message],
    );
    const { rows: first } = await db.owner.query(
      'select commitment from events where delivery = $1 and seq = 1',
      [one.id],
    );
    const { rows: log } = await db.owner.query('select checkpoint from logs order by id desc limit 1');
    const { time, nonce, ...said } = signed;
    assert.deepEqual(said, {
      format: 'segl-acknowledgement/1',
      message: one.message,
      delivery: one.id,
      content: (accepted[0]!.fields as { content: unknown }).content,
      statement: { text: words.en, language: 'en', version: 1 },
      recipient: (first[0]!.commitment as Buffer).toString('base64'),
      method: 'code',
      moment: 'after',
      checkpoint: log[0]!.checkpoint,
    });
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(Buffer.from(nonce, 'base64url').length, 32);
    const event = await details(one, 'acknowledged');
    assert.equal(event.digest, sha256(jws));
    assert.equal(event.proof, sha256(canonicalize(proof)!));
    assert.deepEqual(proof, { method: 'code', code: event.code });
    assert.equal(event.code, (await details(one, 'code_sent')).code);
    assert.equal(event.method, 'code');
    assert.equal(event.moment, 'after');
  });

  it('is refused where it was signed or declined before', async () => {
    const signed = await ask();
    const code = await signed.code();
    await signed.sign(code);
    await assert.rejects(signed.sign(code), refused('already_signed'));
    await assert.rejects(signed.code(), refused('already_signed'));
    await assert.rejects(signed.decline('No'), refused('already_signed'));
    const declined = await ask();
    const waiting = await declined.code();
    await declined.decline('The date is wrong');
    assert.equal(await declined.status(), 'declined');
    await agrees(declined);
    await assert.rejects(declined.sign(waiting), refused('already_declined'));
    await assert.rejects(declined.decline(), refused('already_declined'));
    const { rows } = await db.owner.query(
      `select f.fields from events e join event_fields f on f.event = e.id
        where e.delivery = $1 and e.type = 'delivery.declined'`,
      [declined.id],
    );
    assert.equal((rows[0]!.fields as { words: string }).words, 'The date is wrong');
    const { rows: told } = await db.owner.query('select delivery_id from failures where about = $1', [
      'declined',
    ]);
    assert.deepEqual(told, [{ delivery_id: declined.id }]);
  });

  it('takes no other code, and its own no other way', async () => {
    const one = await ask();
    await requestCode(portal.ctx, await one.found(), 'sms', 'opening', client);
    await portal.work();
    const opening = await portal.codeFor(one.phone);
    await assert.rejects(one.sign(opening), refused('no_live_code'));
    const code = await one.code();
    await assert.rejects(
      openDelivery(portal.ctx, await one.found(), code, undefined, client),
      refused('wrong_code'),
    );
    await assert.rejects(one.sign(other(code)), refused('wrong_code'));
    await assert.rejects(one.sign('12345'), refused('invalid'));
    await one.sign(code);
    assert.equal(await one.status(), 'acknowledged');
  });

  it('belongs to the session in which the words were shown', async () => {
    const one = await ask();
    const code = await one.code();
    const elsewhere = await one.anew();
    const signing = (await findSigning(portal.ctx, one.token, elsewhere))!;
    assert.equal(await wordsOfCode(portal.ctx, signing), undefined);
    const key = { code: (await details(one, 'code_sent')).code as string, delivery: one.id };
    await assert.rejects(
      acknowledge(
        portal.ctx,
        { ...key, session: signing.session },
        { method: 'code', code: key.code },
        client,
      ),
      refused('changed_meanwhile'),
    );
    await one.sign(code);
    assert.equal(await one.status(), 'acknowledged');
  });

  it('signs what was fixed when the code was sent, whatever is shown later', async () => {
    const one = await ask();
    const code = await one.code('da');
    assert.deepEqual(await wordsOfCode(portal.ctx, await one.signing()), { text: words.da, language: 'da' });
    await assert.rejects(one.sign(code, digestOfWords(words.en)), refused('changed_meanwhile'));
    assert.equal(await one.acknowledgement(), undefined);
    await one.sign(code, digestOfWords(words.da));
    assert.equal(payloadOf((await one.acknowledgement())!.jws).statement.text, words.da);
  });

  it('takes the sender’s words in the nearest language there is', async () => {
    for (const [statements, language, expected] of [
      [{ da: 'Ja' }, 'en', { text: 'Ja', language: 'da' }],
      [{ und: 'Seen', da: 'Ja' }, 'sv', { text: 'Seen', language: 'und' }],
      [{ und: 'Seen', sv: 'Sett' }, 'sv', { text: 'Sett', language: 'sv' }],
    ] as const) {
      const one = await ask({ statements });
      const fixed = await fixAcknowledgement(portal.ctx, await one.signing(), { method: 'eid', language });
      assert.deepEqual(fixed.statement, expected);
    }
  });

  it('signs words that nothing turns around before the reader’s eyes', async () => {
    const one = await ask({ statements: { en: 'I owe \u202e001\u202c kr., \u2067not\u2069 \u200fמאה.' } });
    assert.equal((await one.signing()).statements.en, 'I owe 001 kr., not \u200fמאה.');
  });

  it('asks for the stricter of what the sender and the policy ask for, also when it is signed', async () => {
    const strict = await ask({ atLeast: 'passkey' });
    await assert.rejects(strict.code(), refused('stronger_needed'));
    const fixed = await fixAcknowledgement(portal.ctx, await strict.signing(), {
      method: 'passkey',
      language: 'en',
    });
    assert.equal(fixed.digest.length, 32);
    const one = await ask();
    const code = await one.code();
    await db.owner.query(`insert into policies (policy) values ('{"acknowledgement": {"atLeast": "eid"}}')`);
    await assert.rejects(one.sign(code), refused('stronger_needed'));
    await assert.rejects(one.code(), refused('stronger_needed'));
    assert.equal((await one.signing()).atLeast, 'eid');
    assert.equal(await one.acknowledgement(), undefined);
  });

  it('shows nothing of a message that is to be signed for first', async () => {
    const one = await ask({ moment: 'before' });
    assert.equal(await one.read(), undefined);
    assert.equal(await one.status(), 'notified');
    await one.sign(await one.code());
    const message = (await one.read())!;
    assert.equal(message.content.text, 'Kære Ana');
    assert.equal(message.first, true);
    assert.equal(await one.status(), 'acknowledged');
    await agrees(one);
    const declined = await ask({ moment: 'before' });
    await declined.decline();
    assert.equal(await declined.read(), undefined);
    const anew = await declined.anew();
    assert.equal(await readMessage(portal.ctx, declined.token, anew, client), undefined);
    assert.equal((await findSigning(portal.ctx, declined.token, anew))!.answer!.kind, 'declined');
  });

  it('is not asked of anybody who has not read it, where it is to be read first', async () => {
    const one = await ask();
    const unread = { ...(await one.signing()), opened: false };
    await assert.rejects(
      fixAcknowledgement(portal.ctx, unread, { method: 'eid', language: 'en' }),
      refused('not_asked'),
    );
    const plain = await ask({}, { acknowledgement: undefined });
    assert.equal(await findSigning(portal.ctx, plain.token, plain.session), undefined);
  });

  it('ends with a recall, which comes after it as well', async () => {
    const one = await ask();
    const code = await one.code();
    const signing = await one.signing();
    await recallMessage(portal.ctx, viewer, { message: one.message, reason: 'wrong_recipient' });
    assert.equal(await findSigning(portal.ctx, one.token, one.session), undefined);
    await assert.rejects(
      fixAcknowledgement(portal.ctx, signing, { method: 'eid', language: 'en' }),
      refused('gone'),
    );
    const { rows } = await db.owner.query('select from acknowledgement_drafts where delivery_id = $1', [
      one.id,
    ]);
    assert.equal(rows.length, 0);
    assert.match(code, /^\d{6}$/);
    const late = await ask();
    await late.sign(await late.code());
    await recallMessage(portal.ctx, viewer, { message: late.message, reason: 'wrong_recipient' });
    assert.equal(await late.status(), 'recalled');
    assert.notEqual(await late.acknowledgement(), undefined);
    await agrees(late);
  });

  it('is no more possible after fifteen minutes, or after signing out', async () => {
    const one = await ask();
    await one.code();
    const { digest } = await fixAcknowledgement(portal.ctx, await one.signing(), {
      method: 'passkey',
      language: 'en',
    });
    const { session } = await one.signing();
    const proof = { method: 'passkey' } as never;
    await db.owner.query("update acknowledgement_drafts set expires_at = now() - interval '1 second'");
    await assert.rejects(
      acknowledge(portal.ctx, { digest, delivery: one.id, session }, proof, client),
      refused('changed_meanwhile'),
    );
    await db.owner.query("update acknowledgement_drafts set expires_at = now() + interval '1 minute'");
    await db.owner.query('delete from session_deliveries where delivery_id = $1', [one.id]);
    await assert.rejects(
      acknowledge(portal.ctx, { digest, delivery: one.id, session }, proof, client),
      refused('changed_meanwhile'),
    );
  });

  it('lets whoever has signed read on until the time is over, and keeps the answer then', async () => {
    const one = await ask();
    await one.sign(await one.code());
    assert.notEqual(await one.read(), undefined);
    const again = await one.anew();
    assert.notEqual(await readMessage(portal.ctx, one.token, again, client), undefined);
    await db.owner.query("update deliveries set expires_at = now() - interval '1 minute' where id = $1", [
      one.id,
    ]);
    await db.owner.query("update answered_expiries set expires_at = now() - interval '1 minute'");
    await expireDeliveries(portal.ctx)({} as never, async () => undefined);
    assert.equal(await one.status(), 'acknowledged');
    await agrees(one);
    assert.equal((await one.events()).at(-1), 'expired');
    assert.equal(endingOf(await one.found()), 'expired');
    const { rows } = await db.owner.query('select from wraps where delivery_id = $1', [one.id]);
    assert.equal(rows.length, 0);
    assert.notEqual(await one.acknowledgement(), undefined);
    await expireDeliveries(portal.ctx)({} as never, async () => undefined);
    assert.equal((await one.events()).filter((type) => type === 'expired').length, 1);
  });

  it('comes back to the answer after a lock, and locks by wrong codes as opening does', async () => {
    const one = await ask();
    const code = await one.code();
    for (let tries = 1; tries < 15; tries += 1) {
      await assert.rejects(one.sign(other(code)), refused('wrong_code'));
    }
    const signing = await one.signing();
    await assert.rejects(one.sign(other(code)), refused('gone'));
    assert.equal(await one.status(), 'locked');
    assert.equal((await details(one, 'locked')).for, 'acknowledgement');
    await assert.rejects(
      fixAcknowledgement(portal.ctx, signing, { method: 'eid', language: 'en' }),
      refused('gone'),
    );
    await unlockDelivery(portal.ctx, viewer, one.id);
    assert.equal(await one.status(), 'opened');
    await one.sign(await one.code());
    await db.owner.query('update deliveries set wrong_tries = 30 where id = $1', [one.id]);
    await requestCode(portal.ctx, await one.found(), 'sms', 'opening', client);
    await portal.work();
    await assert.rejects(
      openDelivery(portal.ctx, await one.found(), '000000', undefined, client),
      refused('gone'),
    );
    assert.equal(await one.status(), 'locked');
    await unlockDelivery(portal.ctx, viewer, one.id);
    assert.equal(await one.status(), 'acknowledged');
    await agrees(one);
  });
});
