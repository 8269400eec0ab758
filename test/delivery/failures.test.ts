/** Who is told of what went wrong, and what such a mail says. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { refuseMessage } from '../../src/delivery/refuse-message.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { sweep } from '../../src/delivery/sweep.ts';
import { useSignInLink } from '../../src/desk/account/sign-in-links.ts';
import { staffOf } from '../../src/desk/account/sessions.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail, addPerson, addSystem } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const compliance = 'dpo@fredericia.example';
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('A mail about failures', (db) => {
  let portal: Portal;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
  });
  afterEach(() => db.database.query('delete from outbox'));
  after(() => portal.close());

  const name = (what: string) => `${what}${(count += 1)}`;
  const address = (what: string) => `${name(what)}@fredericia.example`;
  const mailsTo = async (email: string) => (await portal.outbox()).filter(({ to }) => to === email);
  const told = async () => (await portal.outbox()).map(({ to }) => to).sort();
  const hourLater = (system: string) =>
    db.database.query(
      "update systems set owner_told_at = owner_told_at - interval '61 minutes' where id = $1",
      [system],
    );

  /** A system with an owner, and an author who signs in by link. */
  async function house(options: { owned: boolean } = { owned: true }) {
    const [author, owner] = [address('author'), address('owner')];
    const authorId = await addPerson(db, portal, author);
    const ownerId = options.owned ? await addPerson(db, portal, owner, { password: true }) : null;
    const system = await addSystem(db, portal, name('Booking'), ownerId);
    return { author, authorId, owner, ownerId, system, byAuthor: { ...system, author: authorId } };
  }

  it('for want of a phone names recipient, time, Message-ID and the way, and no subject or number', async () => {
    const { author, byAuthor } = await house({ owned: false });
    await acceptMail(portal, {
      sender: byAuthor,
      id: 'm1@outlook.example',
      to: [{ email: 'no@example.com' }],
    });
    await portal.work();
    const [mail, ...more] = await mailsTo(author);
    assert.equal(more.length, 0);
    for (const words of ['no@example.com', 'm1@outlook.example', 'UTC+', '/desk/links/'])
      assert.ok(mail!.text.includes(words), words);
    assert.doesNotMatch(JSON.stringify(mail), /Hemmelighed|29999999|må ingen se|SGVtbWVsaWdoZW|Hemmelig/);
    assert.match(mail!.raw!, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(mail!.raw!, new RegExp(`^X-Segl-Installation: ${portal.ctx.settings.installation}\r$`, 'm'));
    assert.deepEqual(await told(), [author]);
  });

  it('signs a sender without a password in to that very message, where the phone lets it go', async () => {
    const { author, authorId, byAuthor } = await house();
    await acceptMail(portal, { sender: byAuthor, to: [recipientDraft] });
    const held = await acceptMail(portal, {
      sender: byAuthor,
      to: [{ email: 'waits@example.com' }, { ...recipientDraft, email: 'goes@example.com' }],
    });
    await acceptMail(portal, { sender: byAuthor, to: [recipientDraft] });
    await portal.work();
    assert.equal((await mailsTo('goes@example.com')).length, 1);
    assert.equal((await mailsTo('waits@example.com')).length, 0);
    const token = (await mailsTo(author))[0]!.text.match(/\/desk\/links\/([\w-]{43})$/m)![1]!;
    const { secret, message } = await useSignInLink(portal.ctx, token);
    assert.equal(message, held.id);
    const staff = await staffOf(portal.ctx, secret);
    assert.equal(staff?.id, authorId);
    const viewer = { kind: 'person', id: staff!.id, grants: [] } as const;
    const { deliveries } = await showMessage(portal.ctx, viewer, message!);
    const waiting = deliveries.find(({ status }) => status === 'held')!;
    assert.equal(waiting.reason, 'no_phone');
    await correctPhone(portal.ctx, viewer, waiting.id, '+4520123456');
    await portal.work();
    assert.equal((await mailsTo('waits@example.com')).length, 1);
    assert.equal((await mailsTo(author)).length, 1, 'told once');
  });

  it('leads a sender with a password to the desk, and mints no link', async () => {
    const author = address('author');
    const system = await addSystem(db, portal, name('Booking'));
    const byAuthor = { ...system, author: await addPerson(db, portal, author, { password: true }) };
    const { id } = await acceptMail(portal, { sender: byAuthor, to: [{ email: 'no@example.com' }] });
    await portal.work();
    const [mail] = await mailsTo(author);
    assert.match(mail!.text, new RegExp(`^http://localhost:3000/desk/messages/${id}$`, 'm'));
    assert.doesNotMatch(mail!.text, /links/);
    const { rows } = await db.database.query('select from sign_in_links where person_id = $1', [
      byAuthor.author,
    ]);
    assert.equal(rows.length, 0);
  });

  it('is one for all recipients of a message, and one for each message', async () => {
    const { author, byAuthor } = await house();
    const to = ['x', 'y', 'z'].map((each) => ({ email: `${each}@example.com` }));
    await acceptMail(portal, { sender: byAuthor, to: [...to, { email: 'not an address' }, recipientDraft] });
    await acceptMail(portal, { sender: byAuthor, to: [{ email: 'alone@example.com' }] });
    await portal.work();
    const mails = await mailsTo(author);
    assert.equal(mails.length, 2);
    const both = mails.map(({ text }) => text).join('');
    for (const email of [
      'x@example.com, y@example.com, z@example.com',
      'not an address',
      'alone@example.com',
    ])
      assert.equal(both.split(email).length, 2, email);
    assert.equal(both.includes(recipientDraft.email), false, 'nothing went wrong there');
  });

  it('of a mail that was refused whole says the reason in words, names everybody, and has no link', async () => {
    const { author, byAuthor } = await house();
    const to = Array.from({ length: 60 }, (_, n) => ({ email: `r${n}@`, phone: '+4520123456' }));
    const id = 'refused@outlook.example';
    await assert.rejects(acceptMail(portal, { sender: byAuthor, id, to }), refused('email_invalid'));
    await portal.work();
    const [mail, ...more] = await mailsTo(author);
    assert.equal(more.length, 0);
    assert.match(mail!.text, /Årsag: Det er ikke en e-mailadresse/);
    for (const { email } of to) assert.ok(mail!.text.includes(email), email);
    assert.ok(mail!.text.includes(id));
    assert.doesNotMatch(mail!.text, /https?:|Hemmelighed|29999999|null|undefined/);
  });

  it('is sent once a day for a refused mail that a program brings again and again', async () => {
    const { author, byAuthor } = await house();
    const bring = (id: string | null, to: string) =>
      assert.rejects(acceptMail(portal, { sender: byAuthor, id, to: [{ email: to }] }));
    for (let times = 0; times < 5; times += 1) {
      await bring('stubborn@outlook.example', 'r@');
      await portal.work();
    }
    assert.equal((await mailsTo(author)).length, 1);
    await bring('another@outlook.example', 'r@');
    await bring(null, 'r@');
    await bring(null, 'r@');
    await portal.work();
    assert.equal((await mailsTo(author)).length, 4);
    const { rows } = await db.database.query(
      "select from events where type = 'message.refused' and actor_id = $1",
      [byAuthor.id],
    );
    assert.equal(rows.length, 8, 'each time is evidence');
  });

  it('is not made about a mail in a circle, which may be a mail of ours', async () => {
    const { byAuthor } = await house();
    const staging = new Staging(portal.ctx);
    const mail = { id: 'round@fredericia.example', recipients: ['a@example.com'] };
    await refuseMessage(portal.ctx, byAuthor, staging, new Refusal('mail_loop'), mail);
    await portal.work();
    assert.deepEqual(await told(), []);
    const { rows } = await db.database.query('select from events where message = $1', [staging.message]);
    assert.equal(rows.length, 1, 'yet it is evidence');
  });

  it('goes to the owner at once for the first failure, and for the rest gathered once an hour', async () => {
    const { owner, ownerId, system } = await house();
    const send = (email: string) => acceptMail(portal, { sender: system, to: [{ email }] });
    const first = await send('first@example.com');
    await portal.work();
    assert.equal((await mailsTo(owner)).length, 1);
    await send('second@example.com');
    await portal.work();
    await send('third@example.com');
    await portal.work();
    assert.equal((await mailsTo(owner)).length, 1);
    await hourLater(system.id);
    await portal.work();
    const [gathered, one, ...more] = await mailsTo(owner);
    assert.equal(more.length, 0);
    assert.match(one!.text, /first@example\.com/);
    assert.doesNotMatch(one!.text, /second|third|Hemmelighed|29999999/);
    assert.match(gathered!.text, /second@example\.com[^]*third@example\.com/);
    assert.doesNotMatch(gathered!.text, /first@/);
    assert.deepEqual(await told(), [owner, owner], 'a message in nobody’s name is told to the owner alone');
    const viewer = { kind: 'person', id: ownerId!, grants: [] } as const;
    assert.ok(one!.text.includes(`/desk/messages/${first.id}`));
    await showMessage(portal.ctx, viewer, first.id);
    await hourLater(system.id);
    await portal.work();
    assert.equal((await mailsTo(owner)).length, 2, 'told once');
  });

  it('about a message in somebody’s name goes to them and to the owner, who gets no link to it', async () => {
    const { author, owner, ownerId, byAuthor } = await house();
    const { id } = await acceptMail(portal, { sender: byAuthor, to: [{ email: 'no@example.com' }] });
    await portal.work();
    assert.deepEqual(await told(), [author, owner]);
    assert.doesNotMatch((await mailsTo(owner))[0]!.text, /https?:/);
    const viewer = { kind: 'person', id: ownerId!, grants: [] } as const;
    await assert.rejects(showMessage(portal.ctx, viewer, id), refused('not_found'));
  });

  it('goes to the compliance address where nobody answers for the system, naming the system', async () => {
    const system = await addSystem(db, portal, 'Orphan system');
    await acceptMail(portal, {
      sender: system,
      from: 'noreply@fredericia.example',
      to: [{ email: 'no@example.com' }],
    });
    await portal.work();
    assert.deepEqual(await told(), [compliance]);
    const [mail] = await mailsTo(compliance);
    assert.match(mail!.text, /Orphan system[^]*no@example\.com/);
    assert.doesNotMatch(mail!.text, /https?:/, 'compliance may not see other people’s messages');
  });

  it('goes past a person who has left to compliance, who reads whose message it is, and to the owner as ever', async () => {
    const gone = address('gone');
    const left = await addPerson(db, portal, gone, { gone: true });
    const { owner, system } = await house();
    await acceptMail(portal, { sender: { ...system, author: left }, to: [{ email: 'no1@example.com' }] });
    const orphan = await addSystem(db, portal, name('Orphan'));
    await acceptMail(portal, { sender: { ...orphan, author: left }, to: [{ email: 'no2@example.com' }] });
    await portal.work();
    assert.deepEqual(await told(), [compliance, compliance, owner].sort());
    assert.match((await mailsTo(owner))[0]!.text, /no1@/);
    const mails = await mailsTo(compliance);
    assert.ok(mails.every(({ text }) => text.includes(gone)));
    assert.match(mails.map(({ text }) => text).join(), /no2@[^]*no1@|no1@[^]*no2@/);
  });

  it('goes past an owner who has left, or whose address nobody reads', async () => {
    const left = await addPerson(db, portal, address('gone'), { gone: true });
    const unread = await addPerson(db, portal, 'no-reply@fredericia.example');
    for (const [index, owner] of [left, unread].entries()) {
      const system = await addSystem(db, portal, name('Booking'), owner);
      await acceptMail(portal, { sender: system, to: [{ email: `unheard${index}@example.com` }] });
    }
    await portal.work();
    assert.deepEqual(await told(), [compliance, compliance]);
  });

  it('is never sent to an address that nobody reads, even that of a person or of compliance', async () => {
    const author = await addPerson(db, portal, 'ikke-svar@fredericia.example');
    const system = await addSystem(db, portal, name('Orphan'));
    await acceptMail(portal, { sender: { ...system, author }, to: [{ email: 'a@example.com' }] });
    await portal.work();
    assert.deepEqual(await told(), [compliance]);
    Object.assign(portal.ctx.settings, { complianceMail: 'noreply@fredericia.example' });
    await acceptMail(portal, { sender: { ...system, author }, to: [{ email: 'b@example.com' }] });
    await portal.work();
    Object.assign(portal.ctx.settings, { complianceMail: undefined });
    await acceptMail(portal, { sender: { ...system, author }, to: [{ email: 'c@example.com' }] });
    await portal.work();
    Object.assign(portal.ctx.settings, { complianceMail: compliance });
    assert.deepEqual(await told(), [compliance], 'and the work ends there');
  });

  it('leaves nothing of whom it told about, thirty days after somebody has dealt with it, and until then all', async () => {
    const { byAuthor } = await house();
    await acceptMail(portal, { sender: byAuthor, to: [{ email: 'waiting@example.com' }] });
    await db.database.query(
      "update failures set at = at - interval '400 days' where recipient = 'waiting@example.com'",
    );
    const recent = await acceptMail(portal, { sender: byAuthor, to: [{ email: 'recent@example.com' }] });
    await acceptMail(portal, { sender: byAuthor, to: [{ email: 'old@example.com' }] });
    await portal.work();
    await db.database.query(
      `update failures set closing = 'word', word = 'called them', closed_at = now() - case recipient
          when 'old@example.com' then interval '31 days' else interval '29 days' end
        where recipient in ('old@example.com', 'recent@example.com')`,
    );
    await sweep(portal.ctx)({} as never, async () => undefined);
    const { rows } = await db.database.query<{ recipient: string }>(
      `select recipient from failures where recipient in ('old@example.com', 'waiting@example.com') or message_id = $1
        order by recipient`,
      [recent.id],
    );
    assert.deepEqual(rows, [{ recipient: 'recent@example.com' }, { recipient: 'waiting@example.com' }]);
  });
});
