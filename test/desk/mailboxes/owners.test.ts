/** A shared mailbox that is kept by its own people: invited at its address, each let in by a code to their own phone. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { findCall, recordCodeOutcome } from '../../../src/delivery/record-code-outcome.ts';
import { sweep } from '../../../src/delivery/sweep.ts';
import type { Keeper } from '../../../src/desk/contacts/keeper.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { addMember } from '../../../src/desk/mailboxes/add-member.ts';
import { changeMember } from '../../../src/desk/mailboxes/change-member.ts';
import { createMailbox } from '../../../src/desk/mailboxes/create-mailbox.ts';
import { deleteMailbox } from '../../../src/desk/mailboxes/delete-mailbox.ts';
import { endMember } from '../../../src/desk/mailboxes/end-member.ts';
import { findMailbox } from '../../../src/desk/mailboxes/find-mailbox.ts';
import { mostMembers } from '../../../src/desk/mailboxes/mailbox.ts';
import { admitOwner } from '../../../src/desk/mailboxes/owners/admit-owner.ts';
import { chooseOwner } from '../../../src/desk/mailboxes/owners/choose-owner.ts';
import { findInvitation } from '../../../src/desk/mailboxes/owners/find-invitation.ts';
import { inviteOwners, withdrawInvitation } from '../../../src/desk/mailboxes/owners/invite-owners.ts';
import { ownerOf, signOutOwner } from '../../../src/desk/mailboxes/owners/owner-session.ts';
import { requestOwnerCode } from '../../../src/desk/mailboxes/owners/request-owner-code.ts';
import { client, refused } from '../../delivery/recall-support.ts';
import { nextNumber } from '../../delivery/readers/support.ts';
import { together } from '../../delivery/together.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

withDatabases('The owner of a shared mailbox', (db) => {
  let portal: Portal;
  let keeper: Keeper;
  before(async () => {
    portal = await openPortal(db);
    keeper = { actor: { kind: 'staff', id: randomUUID() }, units: null };
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => portal.close());

  const phoneOf = () => `+45209${String(10_000 + nextNumber())}`;
  const wrongFor = (...codes: string[]) =>
    ['000000', '111111', '222222'].find((code) => !codes.includes(code))!;

  async function mailbox() {
    const address = `ejer${nextNumber()}@vand.example`;
    const id = await createMailbox(portal.ctx, keeper, { address, name: 'Vand', unit: null });
    const [ida, bo] = [phoneOf(), phoneOf()];
    return {
      id,
      address,
      ida: { phone: ida, id: await addMember(portal.ctx, keeper, id, { name: 'Ida Juhl', phone: ida }) },
      bo: { phone: bo, id: await addMember(portal.ctx, keeper, id, { name: 'Bo Åberg', phone: bo }) },
    };
  }
  type Box = Awaited<ReturnType<typeof mailbox>>;

  const tokenAt = async (address: string) =>
    (await portal.outbox())
      .find(({ kind, to }) => kind === 'mail' && to === address)!
      .text.match(/\/mailbox\/([\w-]{43})/)![1]!;
  async function invited(...who: ('ida' | 'bo')[]) {
    const box = await mailbox();
    for (const each of who) await chooseOwner(portal.ctx, keeper, box[each].id, true);
    return { ...box, token: await invite(box) };
  }
  async function invite({ id, address }: Box) {
    await inviteOwners(portal.ctx, keeper, id);
    await portal.work();
    return tokenAt(address);
  }
  const linked = async (token: string) => (await findInvitation(db.database, token))!;
  async function codeOf(token: string, { id, phone }: Box['ida']) {
    await requestOwnerCode(portal.ctx, await linked(token), id, 'sms', client);
    await portal.work();
    return portal.codeFor(phone);
  }
  const enter = async (token: string, member: Box['ida']) => {
    const secret = await admitOwner(portal.ctx, await linked(token), await codeOf(token, member), client);
    return { secret, ...(await ownerOf(portal.ctx, token, secret))! };
  };

  it('is invited at the mailbox’s own address by a link of which only the digest stays', async () => {
    const box = await mailbox();
    await assert.rejects(inviteOwners(portal.ctx, keeper, box.id), refused('invalid', 'owner'));
    await chooseOwner(portal.ctx, keeper, box.bo.id, true);
    await inviteOwners(portal.ctx, keeper, box.id);
    const kept = await everythingKept(db, portal.data);
    await portal.work();
    const token = await tokenAt(box.address);
    for (const [where, bytes] of kept) assert.equal(bytes.includes(token), false, where);
    const found = await linked(token);
    assert.deepEqual(
      [found.address, found.owners.map(({ id, initials }) => [id, initials]), found.code],
      [box.address, [[box.bo.id, 'BÅ']], null],
    );
    assert.doesNotMatch(JSON.stringify(found.owners), new RegExp(`${box.bo.phone.slice(-6)}|Åberg`));
    const { rows } = await db.database.query<{ days: number; hash: Buffer }>(
      `select round(extract(epoch from expires_at - now()) / 86400)::int as days, token_hash as hash
        from mailbox_links where mailbox_id = $1`,
      [box.id],
    );
    assert.deepEqual([rows[0]!.days, rows[0]!.hash], [30, createHash('sha256').update(token).digest()]);
    for (const other of ['', 'x', token.slice(1), `${token}a`, token.toUpperCase()]) {
      assert.equal(await findInvitation(db.database, other), undefined);
    }
  });

  it('is not invited where the address takes no mail: the link ends, and the history says so', async () => {
    const box = await mailbox();
    await chooseOwner(portal.ctx, keeper, box.ida.id, true);
    await inviteOwners(portal.ctx, keeper, box.id);
    const { mailer } = portal.carriers;
    const send = async () => ({ outcome: 'refused', reply: '550 5.1.1' }) as const;
    portal.carriers.mailer = { ...mailer, send };
    await portal.work();
    portal.carriers.mailer = mailer;
    assert.equal((await findMailbox(db.database, keeper, box.id)).invitation, null);
    const { lines } = await readHistory(db.database, { subject: box.id, limit: 1 });
    assert.deepEqual([lines[0]!.actor.kind, lines[0]!.details.link], ['system', 'refused']);
  });

  it('is let in by a code to their own phone, once, and keeps the members as the desk does', async () => {
    const box = await invited('ida');
    const { token } = box;
    const code = await codeOf(token, box.ida);
    const [once, twice] = await Promise.allSettled(
      [1, 2].map(async () => admitOwner(portal.ctx, await linked(token), code, client)),
    );
    assert.deepEqual([once!.status, twice!.status].sort(), ['fulfilled', 'rejected']);
    const secret = [once, twice].find((each) => each!.status === 'fulfilled') as { value: string };
    const { keeper: own, mailbox: id } = (await ownerOf(portal.ctx, token, secret.value))!;
    const { rows } = await db.database.query<{ tries: number }>(
      'select wrong_tries as tries from mailbox_links where mailbox_id = $1',
      [id],
    );
    assert.ok(rows[0]!.tries <= 1, 'the right code costs no try; one that came late may');
    const eva = await addMember(portal.ctx, own, id, { name: 'Eva', phone: phoneOf() });
    const { version } = await findMailbox(db.database, keeper, id);
    await assert.rejects(
      changeMember(portal.ctx, own, eva, { name: 'Eva', phone: phoneOf() }, version - 1),
      refused('changed_meanwhile'),
    );
    await changeMember(portal.ctx, own, eva, { name: 'Eva Lind', phone: phoneOf() }, version);
    await endMember(portal.ctx, own, box.bo.id, version + 1);
    const { lines } = await readHistory(db.database, { subject: id, limit: 3 });
    assert.deepEqual(
      lines.map(({ type, actor, by, details }) => [type, actor, by, details.member]),
      [box.bo.id, eva, eva].map((about) => [
        'mailbox.changed',
        { kind: 'recipient', id: box.ida.id },
        'Ida Juhl',
        about,
      ]),
    );
    const stands = await findMailbox(db.database, keeper, id);
    assert.ok(stands.owners[0]!.seenAt && stands.invitation);
    await signOutOwner(portal.ctx, secret.value);
    await assert.rejects(
      addMember(portal.ctx, own, id, { name: 'X', phone: phoneOf() }),
      refused('unauthenticated'),
    );
  });

  it('keeps no other mailbox, leaves it not without an owner, and fills it no further than the desk', async () => {
    const box = await invited('ida');
    const other = await invited('bo');
    const { keeper: own, secret } = await enter(box.token, box.ida);
    assert.equal(await ownerOf(portal.ctx, other.token, secret), undefined, 'another link');
    for (const work of [
      () => addMember(portal.ctx, own, other.id, { name: 'X', phone: phoneOf() }),
      () => changeMember(portal.ctx, own, other.ida.id, { name: 'X', phone: phoneOf() }),
      () => endMember(portal.ctx, own, other.ida.id),
    ]) {
      await assert.rejects(work(), refused('not_found'));
    }
    await assert.rejects(
      requestOwnerCode(portal.ctx, await linked(box.token), other.bo.id, 'sms', client),
      refused('not_found'),
      'an owner of another',
    );
    await assert.rejects(
      requestOwnerCode(portal.ctx, await linked(box.token), box.bo.id, 'sms', client),
      refused('not_found'),
      'no owner',
    );
    await assert.rejects(endMember(portal.ctx, own, box.ida.id), refused('not_permitted'));
    await db.database.query(
      `insert into mailbox_members (id, mailbox_id, name, phone)
        select gen_random_uuid(), $1, 'N' || n, '+4521' || (100000 + n) from generate_series(1, $2) n`,
      [box.id, mostMembers - 2],
    );
    await assert.rejects(
      addMember(portal.ctx, own, box.id, { name: 'X', phone: phoneOf() }),
      refused('too_large'),
    );
    await chooseOwner(portal.ctx, keeper, box.bo.id, true);
    await endMember(portal.ctx, own, box.ida.id);
    assert.equal(await ownerOf(portal.ctx, box.token, secret), undefined);
    assert.equal((await linked(box.token)).owners[0]!.id, box.bo.id, 'the link stays for the other');
  });

  it('is shut out at once by all that ends it', async () => {
    const ends: Readonly<Record<string, (box: Box) => Promise<unknown>>> = {
      'owner no more': ({ ida }) => chooseOwner(portal.ctx, keeper, ida.id, false),
      removed: ({ ida }) => endMember(portal.ctx, keeper, ida.id),
      'another phone': ({ ida }) => changeMember(portal.ctx, keeper, ida.id, { name: 'I', phone: phoneOf() }),
      withdrawn: ({ id }) => withdrawInvitation(portal.ctx, keeper, id),
      'invited anew': (box) => inviteOwners(portal.ctx, keeper, box.id),
      deleted: ({ id }) => deleteMailbox(portal.ctx, keeper, id, undefined),
      'too old': ({ id }) =>
        db.database.query('update mailbox_links set expires_at = now() where mailbox_id = $1', [id]),
    };
    for (const [how, end] of Object.entries(ends)) {
      const box = await invited('ida');
      const { secret, keeper: own } = await enter(box.token, box.ida);
      const code = await codeOf(box.token, box.ida);
      const link = await linked(box.token);
      await end(box);
      assert.equal(await ownerOf(portal.ctx, box.token, secret), undefined, how);
      // The code is gone with the link; where the link is merely too old, nothing takes the code any more.
      const ended = refused(how === 'too old' ? 'gone' : 'no_live_code');
      await assert.rejects(admitOwner(portal.ctx, link, code, client), ended, how);
      await assert.rejects(
        addMember(portal.ctx, own, box.id, { name: 'X', phone: phoneOf() }),
        refused(how === 'deleted' ? 'not_found' : 'unauthenticated'),
        how,
      );
      assert.equal(
        (await findInvitation(db.database, box.token)) === undefined,
        how !== 'another phone',
        how,
      );
    }
  });

  it('is never let in, and changes nothing, once they were removed at the same moment', async () => {
    for (const removedFirst of [true, false]) {
      const box = await invited('ida', 'bo');
      const [code, link] = [await codeOf(box.token, box.ida), await linked(box.token)];
      const removing = (ctx: Portal['ctx']) => endMember(ctx, keeper, box.ida.id);
      const entering = (ctx: Portal['ctx']) => admitOwner(ctx, link, code, client);
      await together(db, portal.ctx, removedFirst ? removing : entering, removedFirst ? entering : removing);
      const { count } = await db.database.query('select from mailbox_sessions where member_id = $1', [
        box.ida.id,
      ]);
      assert.equal(count, 0, String(removedFirst));

      const { keeper: own } = await enter(box.token, box.bo);
      const unowning = (ctx: Portal['ctx']) => chooseOwner(ctx, keeper, box.bo.id, false);
      const adding = (ctx: Portal['ctx']) => addMember(ctx, own, box.id, { name: 'X', phone: phoneOf() });
      const [one, two] = await together(
        db,
        portal.ctx,
        removedFirst ? unowning : adding,
        removedFirst ? adding : unowning,
      );
      assert.deepEqual(
        [one!.status, two!.status],
        ['fulfilled', removedFirst ? 'rejected' : 'fulfilled'],
        String(removedFirst),
      );
    }
  });

  it('has fifteen tries for all codes together, counted though they come at once; then the link ends', async () => {
    const box = await invited('ida');
    const link = await linked(box.token);
    const code = await codeOf(box.token, box.ida);
    await assert.rejects(admitOwner(portal.ctx, link, 'twelve', client), refused('invalid'));
    const tries = await Promise.allSettled(
      Array.from({ length: 18 }, () => admitOwner(portal.ctx, link, wrongFor(code), client)),
    );
    const codes = tries.map((each) => (each as { reason: { code: string } }).reason.code);
    assert.deepEqual(
      [codes.filter((each) => each === 'wrong_code').length, codes.length - 14],
      [14, codes.filter((each) => each === 'gone' || each === 'no_live_code').length],
    );
    assert.equal(await findInvitation(db.database, box.token), undefined);
    await assert.rejects(admitOwner(portal.ctx, link, code, client), refused('no_live_code'));
    const { lines } = await readHistory(db.database, { subject: box.id, limit: 2 });
    assert.deepEqual(
      lines.map(({ details, actor }) => [details.link, actor.kind]),
      [
        ['wrong_codes', 'system'],
        ['invited', 'staff'],
      ],
    );
  });

  it('gets five codes an hour by one link, a call where the phone takes no SMS, and none that is read elsewhere', async () => {
    const box = await invited('ida');
    const link = await linked(box.token);
    await requestOwnerCode(portal.ctx, link, box.ida.id, 'call', client);
    const { rows } = await db.database.query<{ id: string; hash: string }>(
      'select id, hash from mailbox_codes where link_id = $1',
      [link.id],
    );
    const { id, hash } = rows[0]!;
    assert.match(hash, /^\$argon2id\$/);
    const kept = await everythingKept(db, portal.data);
    await portal.work();
    const { text } = (await portal.outbox()).find(({ kind, to }) => kind === 'call' && to === box.ida.phone)!;
    const code = text.match(/\b\d{6}\b/)![0];
    for (const table of ['mailbox_codes.hash', 'mailbox_codes.sealed', 'jobs.payload', 'jobs.sealed'])
      assert.equal(kept.get(table)!.includes(code), false, table);
    assert.equal((await findCall(portal.ctx, id))!.code, code);
    await recordCodeOutcome(portal.ctx, id, 'failed', undefined);
    await recordCodeOutcome(portal.ctx, id, 'delivered', undefined);
    assert.equal((await linked(box.token)).code!.state, 'failed', 'what was said first');
    for (let more = 0; more < 4; more += 1)
      await requestOwnerCode(portal.ctx, link, box.ida.id, 'sms', client);
    await assert.rejects(
      requestOwnerCode(portal.ctx, link, box.ida.id, 'sms', client),
      refused('budget_spent'),
    );
    await changeMember(portal.ctx, keeper, box.ida.id, { name: 'Ida', phone: '+46850551000' });
    await assert.rejects(
      requestOwnerCode(portal.ctx, link, box.ida.id, 'sms', client),
      refused('invalid', 'via'),
    );
  });

  it('leaves nothing behind once its time is over', async () => {
    const box = await invited('ida');
    const { secret } = await enter(box.token, box.ida);
    await codeOf(box.token, box.ida);
    await db.database.query("update mailbox_sessions set last_seen_at = now() - interval '21 minutes'");
    assert.equal(await ownerOf(portal.ctx, box.token, secret), undefined);
    await db.database.query('update mailbox_links set expires_at = now()');
    await sweep(portal.ctx)(
      { id: 1, kind: 'sweep', payload: {}, sealed: null, attempts: 1 },
      async () => undefined,
    );
    for (const table of ['mailbox_links', 'mailbox_codes', 'mailbox_sessions']) {
      assert.equal((await db.database.query(`select from ${table}`)).count, 0, table);
    }
  });
});
