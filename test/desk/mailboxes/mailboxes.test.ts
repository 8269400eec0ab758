/** A shared mailbox: opened by its members, each with their own phone, kept by the organisation that writes to it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { findSigning } from '../../../src/delivery/acknowledgements/find-signing.ts';
import { requestSigningCode, signByCode } from '../../../src/delivery/acknowledgements/sign-by-code.ts';
import { confirmDeletion } from '../../../src/delivery/confirm-deletion.ts';
import { deletionState } from '../../../src/delivery/deletion-state.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { phoneFor } from '../../../src/delivery/phone-for.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { findParting } from '../../../src/delivery/readers/find-parting.ts';
import { passOn } from '../../../src/delivery/readers/pass-on.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { showMessage } from '../../../src/delivery/show-message.ts';
import { waysIn } from '../../../src/delivery/ways-in.ts';
import type { Keeper } from '../../../src/desk/contacts/keeper.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { addMember } from '../../../src/desk/mailboxes/add-member.ts';
import { renameMailbox } from '../../../src/desk/mailboxes/change-mailbox.ts';
import { changeMember } from '../../../src/desk/mailboxes/change-member.ts';
import { createMailbox } from '../../../src/desk/mailboxes/create-mailbox.ts';
import { deleteMailbox } from '../../../src/desk/mailboxes/delete-mailbox.ts';
import { endMember } from '../../../src/desk/mailboxes/end-member.ts';
import { findMailbox, listMailboxes } from '../../../src/desk/mailboxes/find-mailbox.ts';
import { makeProof } from '../../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { client, refused, senderOf } from '../../delivery/recall-support.ts';
import { enter, newReader, nextNumber } from '../../delivery/readers/support.ts';
import { together } from '../../delivery/together.ts';
import { drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addUnit } from '../../support/staff.ts';

withDatabases('A shared mailbox', (db) => {
  let portal: Portal;
  let sender: Viewer;
  let keeper: Keeper;
  let unit: string;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
    keeper = { actor: { kind: 'staff', id: randomUUID() }, units: null };
    unit = portal.sender.unit;
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => portal.close());

  const mailbox = (of: string | null = null) => {
    const address = `Post${nextNumber()}@vand.example`;
    return createMailbox(portal.ctx, keeper, { address, name: 'Vand', unit: of }).then((id) => ({
      id,
      address,
    }));
  };
  const phoneOf = (n: number) => `+45208${String(10_000 + n)}`;
  async function withMembers() {
    const box = await mailbox();
    const [ida, bo] = [phoneOf(nextNumber()), phoneOf(nextNumber())];
    return {
      ...box,
      ida: { phone: ida, id: await addMember(portal.ctx, keeper, box.id, { name: 'Ida Juhl', phone: ida }) },
      bo: {
        phone: bo,
        id: await addMember(portal.ctx, keeper, box.id, { name: 'Bo Åberg', phone: bo, language: 'sv' }),
      },
    };
  }
  async function sentTo(address: string, draft = {}) {
    const { id, deliveries } = await portal.send({ to: [{ email: address }], ...draft });
    await portal.work();
    return { message: id, ...deliveries[0]!, token: await portal.tokenFor(deliveries[0]!.email) };
  }
  const linked = async (token: string) => (await findDelivery(db.database, token))!;

  it('needs no phone once somebody looks after it, for messages of its own unit alone', async () => {
    const box = await mailbox(unit);
    const before = await portal.send({ to: [{ email: box.address }] });
    assert.deepEqual([before.deliveries[0]!.status, before.deliveries[0]!.reason], ['held', 'no_phone']);
    await addMember(portal.ctx, keeper, box.id, { name: 'Ida', phone: phoneOf(nextNumber()) });
    const sent = await sentTo(box.address.toUpperCase());
    assert.equal(sent.status, 'sent');
    const other = await addUnit(db);
    const foreign = await mailbox(other);
    await addMember(portal.ctx, keeper, foreign.id, { name: 'Eve', phone: phoneOf(nextNumber()) });
    const held = await portal.send({ to: [{ email: foreign.address }] });
    assert.equal(held.deliveries[0]!.status, 'held');
    assert.deepEqual((await waysIn(db.database, held.deliveries[0]!.id)).members, []);
  });

  it('is opened by each member with a code to their own phone, and the evidence says by whom', async () => {
    const { address, ida, bo } = await withMembers();
    const sent = await sentTo(address);
    const { members } = await waysIn(db.database, sent.id);
    assert.deepEqual(
      members.map(({ id, initials }) => [id, initials]),
      [
        [ida.id, 'IJ'],
        [bo.id, 'BÅ'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(members), new RegExp(`${ida.phone.slice(-6)}|Juhl`));
    assert.equal(await phoneFor(db.database, sent.id, bo.id), bo.phone);
    assert.equal(await phoneFor(db.database, sent.id, null), null);
    await assert.rejects(
      requestCode(portal.ctx, await linked(sent.token), 'sms', 'opening', client),
      refused('no_phone'),
    );
    const session = await enter(portal, sent.token, bo.phone, bo.id);
    const message = (await readMessage(portal.ctx, sent.token, session, client))!;
    assert.equal(message.member, bo.id);
    const events = await portal.events(sent.id);
    for (const type of ['code_sent', 'code_verified', 'opened']) {
      const event = events.find((each) => each.type === `delivery.${type}`)!;
      assert.equal(event.details.member, bo.id, type);
    }
    assert.doesNotMatch(JSON.stringify(events), /Åberg/);
    const [shown] = (await showMessage(portal.ctx, sender, sent.message)).deliveries;
    assert.equal(shown!.timeline.find(({ type }) => type === 'delivery.opened')!.member, 'Bo Åberg');
    const sms = (await portal.outbox()).find(({ kind, to }) => kind !== 'mail' && to === bo.phone)!;
    assert.match(sms.text, /kod/, 'in the member’s language');
  });

  it('gives a code to its member alone: another’s opening leaves it, and tries are shared', async () => {
    const { address, ida, bo } = await withMembers();
    const { token } = await sentTo(address);
    const ask = async (member: { id: string; phone: string }) => {
      await requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, member.id);
      await portal.work();
      return portal.codeFor(member.phone);
    };
    const [first, second] = [await ask(ida), await ask(bo)];
    const wrong = ['000000', '111111', '222222'].find((code) => code !== first && code !== second)!;
    await assert.rejects(
      openDelivery(portal.ctx, await linked(token), wrong, undefined, client),
      refused('wrong_code'),
    );
    const one = await openDelivery(portal.ctx, await linked(token), second, undefined, client);
    const other = await openDelivery(portal.ctx, await linked(token), first, undefined, client);
    assert.equal((await readMessage(portal.ctx, token, one, client))!.member, bo.id);
    assert.equal((await readMessage(portal.ctx, token, other, client))!.member, ida.id);
    await assert.rejects(
      openDelivery(portal.ctx, await linked(token), first, undefined, client),
      refused('no_live_code'),
    );
  });

  it('has nobody sign with a code that went to another member, in one browser after the other', async () => {
    const { address, ida, bo } = await withMembers();
    const sent = await sentTo(address, {
      acknowledgement: { statements: { en: 'I agree.' }, moment: 'before' },
    });
    const session = await enter(portal, sent.token, ida.phone, ida.id);
    const signing = async () => (await findSigning(portal.ctx, sent.token, session))!;
    const asked = { via: 'sms', language: 'en' } as const;
    await requestSigningCode(portal.ctx, await signing(), await linked(sent.token), asked, client);
    await portal.work();
    const code = await portal.codeFor(ida.phone);
    const sign = async () =>
      signByCode(portal.ctx, await signing(), await linked(sent.token), { code }, client);
    const enterAs = async (member: { id: string; phone: string }) => {
      await requestCode(portal.ctx, await linked(sent.token), 'sms', 'opening', client, member.id);
      await portal.work();
      await openDelivery(
        portal.ctx,
        await linked(sent.token),
        await portal.codeFor(member.phone),
        session,
        client,
      );
    };
    await enterAs(bo);
    assert.equal((await signing()).member, bo.id);
    await assert.rejects(sign(), refused('changed_meanwhile'));
    await enterAs(ida);
    await sign();
    assert.equal((await portal.events(sent.id)).at(-1)!.details.member, ida.id);
  });

  it('is closed at once to a member who is removed, and to no other', async () => {
    const { id, address, ida, bo } = await withMembers();
    const { token } = await sentTo(address);
    const [hers, his] = [
      await enter(portal, token, ida.phone, ida.id),
      await enter(portal, token, bo.phone, bo.id),
    ];
    await requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, ida.id);
    await portal.work();
    const code = await portal.codeFor(ida.phone);
    await endMember(portal.ctx, keeper, ida.id);
    assert.equal(await readMessage(portal.ctx, token, hers, client), undefined);
    assert.ok(await readMessage(portal.ctx, token, his, client));
    await assert.rejects(
      openDelivery(portal.ctx, await linked(token), code, undefined, client),
      refused('no_live_code'),
    );
    await assert.rejects(
      requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, ida.id),
      refused('no_phone'),
    );
    await changeMember(portal.ctx, keeper, bo.id, { name: 'Bo', phone: phoneOf(nextNumber()) });
    assert.equal(await readMessage(portal.ctx, token, his, client), undefined, 'another phone');
    await assert.rejects(endMember(portal.ctx, keeper, ida.id), refused('not_found'));
    await deleteMailbox(portal.ctx, keeper, id, undefined);
    await assert.rejects(
      requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, bo.id),
      refused('no_phone'),
    );
  });

  it('is never open to a member who is removed at the moment in which they open it', async () => {
    for (const removedFirst of [true, false]) {
      const { address, ida } = await withMembers();
      const { token } = await sentTo(address);
      const delivery = await linked(token);
      await requestCode(portal.ctx, delivery, 'sms', 'opening', client, ida.id);
      await portal.work();
      const code = await portal.codeFor(ida.phone);
      const removing = (ctx: Portal['ctx']) => endMember(ctx, keeper, ida.id);
      const opening = (ctx: Portal['ctx']) => openDelivery(ctx, delivery, code, undefined, client);
      await together(db, portal.ctx, removedFirst ? removing : opening, removedFirst ? opening : removing);
      const { count } = await db.database.query('select from session_deliveries where delivery_id = $1', [
        delivery.id,
      ]);
      assert.equal(count, 0, String(removedFirst));
    }
  });

  it('takes nobody’s code but of its own members, whatever their id', async () => {
    const { address } = await withMembers();
    const { token } = await sentTo(address);
    const stranger = await withMembers();
    for (const member of [stranger.ida.id, randomUUID()]) {
      await assert.rejects(
        requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, member),
        refused('no_phone'),
      );
    }
  });

  it('is asked to delete what was recalled, and a member says so with a code to their own phone', async () => {
    const { address, ida } = await withMembers();
    const { token, message, id } = await sentTo(address);
    const session = await enter(portal, token, ida.phone, ida.id);
    await readMessage(portal.ctx, token, session, client);
    await recallMessage(portal.ctx, sender, { message, reason: 'other' });
    await requestCode(portal.ctx, await linked(token), 'sms', 'deletion', client, ida.id);
    await portal.work();
    const code = await portal.codeFor(ida.phone);
    await confirmDeletion(portal.ctx, await linked(token), { code, passedOn: 'no' }, client);
    assert.equal(await deletionState(db.database, id), 'confirmed');
  });

  it('is the unit’s own where the organisation has one of that address too, from the moment it is there', async () => {
    const { address, ida } = await withMembers();
    const { token, id } = await sentTo(address);
    await requestCode(portal.ctx, await linked(token), 'sms', 'opening', client, ida.id);
    await portal.work();
    const own = await createMailbox(portal.ctx, keeper, { address, name: 'Own', unit });
    const phone = phoneOf(nextNumber());
    const eva = await addMember(portal.ctx, keeper, own, { name: 'Eva', phone });
    assert.deepEqual(
      (await waysIn(db.database, id)).members.map((member) => member.id),
      [eva],
    );
    await assert.rejects(
      openDelivery(portal.ctx, await linked(token), await portal.codeFor(ida.phone), undefined, client),
      refused('no_live_code'),
    );
    assert.ok(await enter(portal, token, phone, eva));
  });

  it('is passed on to a colleague in its own domain, whom a recall reaches', async () => {
    const { address, ida } = await withMembers();
    const { token, message, id } = await sentTo(address);
    const session = await enter(portal, token, ida.phone, ida.id);
    const parting = async () => (await findParting(db.database, token, session))!;
    const to = { ...newReader(), email: `kollega${nextNumber()}@VAND.example` };
    await assert.rejects(passOn(portal.ctx, await parting(), to, client), refused('not_permitted'), 'unread');
    await readMessage(portal.ctx, token, session, client);
    for (const [email, code, field] of [
      ['a@vand.example.evil.example', 'invalid', 'email'],
      ['a@sub.vand.example', 'invalid', 'email'],
      ['nobody', 'email_invalid', undefined],
      [address.toLowerCase(), 'same_address', undefined],
    ] as const) {
      await assert.rejects(
        passOn(portal.ctx, await parting(), { ...to, email }, client),
        refused(code, field),
        email,
      );
    }
    const passed = await passOn(portal.ctx, await parting(), to, client);
    await assert.rejects(passOn(portal.ctx, await parting(), to, client), refused('already_exists'));
    await portal.work();
    const own = await portal.tokenFor(to.email.toLowerCase()).catch(() => portal.tokenFor(to.email));
    const theirs = await enter(portal, own, to.phone);
    assert.equal((await readMessage(portal.ctx, own, theirs, client))!.parted, 'passed');
    const readdressed = (await portal.events(id)).at(-1)!;
    assert.deepEqual(
      [readdressed.type, readdressed.details],
      ['delivery.readdressed', { to: passed, member: ida.id }],
    );
    const colleague = (await findParting(db.database, own, theirs))!;
    await assert.rejects(passOn(portal.ctx, colleague, newReader(), client), refused('not_permitted'));
    assert.ok(await readMessage(portal.ctx, token, session, client), 'it stays in the mailbox');
    await recallMessage(portal.ctx, sender, { message, deliveries: [id], reason: 'other' });
    assert.equal(await readMessage(portal.ctx, own, theirs, client), undefined);
    const bench = await makeBench(db);
    await drain(bench.writer());
    const { bytes } = await makeProof(portal.ctx, sender, message, 'json');
    await bench.remove();
    const report = await verifyBundle(new Uint8Array(Buffer.concat([...bytes])), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
  });

  it('is not passed on where the sender does not allow it', async () => {
    const { address, ida } = await withMembers();
    const { token } = await sentTo(address, { options: { passing: false } });
    const session = await enter(portal, token, ida.phone, ida.id);
    await readMessage(portal.ctx, token, session, client);
    const to = { ...newReader(), email: 'kollega@vand.example' };
    const parting = (await findParting(db.database, token, session))!;
    await assert.rejects(passOn(portal.ctx, parting, to, client), refused('not_permitted'));
  });

  it('is kept with a history of each change, by those who keep its unit', async () => {
    const box = await mailbox(unit);
    for (const [draft, code] of [
      [{ name: 'Ida', phone: 'x' }, 'phone_invalid'],
      [{ name: ' \n ', phone: '+4520123456' }, 'invalid'],
      [{ name: 'x'.repeat(201), phone: '+4520123456' }, 'invalid'],
    ] as const) {
      await assert.rejects(addMember(portal.ctx, keeper, box.id, draft), refused(code));
    }
    const hostile = '<script>"; drop table mailboxes; --\u202e';
    const ida = await addMember(portal.ctx, keeper, box.id, { name: hostile, phone: '+4520777777' });
    await assert.rejects(
      addMember(portal.ctx, keeper, box.id, { name: 'Bo', phone: '20 77 77 77' }),
      refused('already_exists'),
    );
    await renameMailbox(portal.ctx, keeper, box.id, { name: 'Drift', version: 2 });
    await assert.rejects(
      renameMailbox(portal.ctx, keeper, box.id, { name: 'Late', version: 2 }),
      refused('changed_meanwhile'),
    );
    await endMember(portal.ctx, keeper, ida);
    const stands = await findMailbox(db.database, keeper, box.id);
    assert.deepEqual([stands.name, stands.version, stands.members], ['Drift', 4, []]);
    await assert.rejects(deleteMailbox(portal.ctx, keeper, box.id, 1), refused('changed_meanwhile'));
    await deleteMailbox(portal.ctx, keeper, box.id, 4);
    await assert.rejects(findMailbox(db.database, keeper, box.id), refused('not_found'));
    const { lines } = await readHistory(db.database, { subject: box.id, limit: 10 });
    assert.deepEqual(
      lines.map(({ type, details }) => [type, details.member]),
      [
        ['mailbox.deleted', undefined],
        ['mailbox.changed', ida],
        ['mailbox.changed', undefined],
        ['mailbox.changed', ida],
        ['mailbox.created', undefined],
      ],
    );
    const elsewhere: Keeper = { ...keeper, units: [randomUUID()] };
    const again = await mailbox(unit);
    await assert.rejects(findMailbox(db.database, elsewhere, again.id), refused('not_found'));
    await assert.rejects(
      createMailbox(portal.ctx, elsewhere, { address: 'a@b.example', name: 'A', unit }),
      refused('forbidden'),
    );
    await assert.rejects(
      createMailbox(portal.ctx, keeper, { address: again.address.toUpperCase(), name: 'A', unit }),
      refused('already_exists'),
    );
    assert.deepEqual(await listMailboxes(db.database, elsewhere), []);
  });
});
