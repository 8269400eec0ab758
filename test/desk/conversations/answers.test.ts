/** Whoever has a case is told of an answer, reads it, and gives the case to a colleague. */
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { acceptMessage } from '../../../src/delivery/accept-message.ts';
import { lookAtMessage } from '../../../src/delivery/look-at-message.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { listMessages } from '../../../src/delivery/list-messages.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { showMessage } from '../../../src/delivery/show-message.ts';
import { Staging } from '../../../src/delivery/stage-message.ts';
import { giveBack, handOver, keepersOf, possibleKeepers } from '../../../src/desk/conversations/hand-over.ts';
import { answersTo, listAnswers, unreadSql } from '../../../src/desk/conversations/list-answers.ts';
import { readReply, readReplyFile } from '../../../src/desk/conversations/read-reply.ts';
import { showConversation } from '../../../src/desk/conversations/show-conversation.ts';
import { findAnswering } from '../../../src/desk/conversations/find-answering.ts';
import { setActive } from '../../../src/desk/people/activation.ts';
import { changePerson, type PersonChange } from '../../../src/desk/people/change-person.ts';
import type { Manager } from '../../../src/desk/people/manager.ts';
import { findPerson } from '../../../src/desk/people/person.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { texts } from '../../../views/languages/index.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { answerAs } from '../../support/reply.ts';
import { addColleague, addOwnedSystem, addUnit, type Colleague, deactivate } from '../../support/staff.ts';
import { together } from '../../delivery/together.ts';

const { came, given } = texts.da.conversations.mail;

withDatabases('An answer', (db) => {
  let portal: Portal;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  async function sent(sender: Colleague['sender'], answers?: string) {
    const email = `ana${(count += 1)}@example.com`;
    const { id, deliveries } = await acceptMessage(
      portal.ctx,
      sender,
      {
        from: `sender${count}@fredericia.example`,
        to: [{ email, phone: '+4520123456', name: 'Ana Berg' }],
        subject: 'Afgørelse',
        text: 'Kære Ana',
        answers,
      },
      new Staging(portal.ctx),
    );
    return { message: id, delivery: deliveries[0]!.id, email };
  }

  const unreadOf = async (person: string) =>
    (
      await db.database.query<{ unread: number }>(
        `select ${unreadSql} as unread from people p where p.id = $1`,
        [person],
      )
    ).rows[0]!.unread;

  const mailsTo = async (address: string, subject: string) =>
    (await portal.outbox()).filter((mail) => mail.to === address && mail.subject === subject);

  it('is told of in a plain mail to the author, with the way there and not a word of what it says', async () => {
    const unit = await addUnit(db);
    const author = await addColleague(db, unit);
    const case_ = await sent(author.sender);
    const reply = await answerAs(portal.ctx, case_, 'A very private answer');
    await portal.work();
    const [mail, ...more] = await mailsTo(author.email, came.subject);
    assert.equal(more.length, 0);
    assert.match(mail!.text, new RegExp(`/desk/messages/${case_.message}/replies/${reply}`));
    assert.ok(mail!.text.includes(case_.email));
    assert.doesNotMatch(mail!.raw!, /private|Afg/);
  });

  it('is told of with a link that signs in, to somebody who has no password', async () => {
    const author = await addColleague(db, await addUnit(db));
    await db.database.query('update people set password_hash = null where id = $1', [author.id]);
    await answerAs(portal.ctx, await sent(author.sender), 'Hello');
    await portal.work();
    const [mail] = await mailsTo(author.email, came.subject);
    assert.match(mail!.text, /\/desk\/links\/[\w-]{43}/);
  });

  it('is told of to the owner of a system, to the unit of who has left, and to compliance where it has no address', async () => {
    const [unit, bare] = [await addUnit(db, 'post@fredericia.example'), await addUnit(db)];
    const owner = await addColleague(db, unit);
    await answerAs(portal.ctx, await sent(await addOwnedSystem(db, unit, owner.id)), 'To the owner');
    for (const each of [unit, bare]) {
      const leaver = await addColleague(db, each);
      const case_ = await sent(leaver.sender);
      await deactivate(db, leaver.id);
      await answerAs(portal.ctx, case_, 'To the unit');
    }
    await portal.work();
    for (const address of [owner.email, 'post@fredericia.example', 'dpo@fredericia.example'])
      assert.equal((await mailsTo(address, came.subject)).length, 1, address);
    const [toUnit] = await mailsTo('post@fredericia.example', came.subject);
    assert.ok(toUnit!.text.includes(came.inherited));
  });

  it('is told of to nobody once it is erased', async () => {
    const author = await addColleague(db, await addUnit(db));
    const case_ = await sent(author.sender);
    const reply = await answerAs(portal.ctx, case_, 'Gone');
    await db.owner.query('delete from replies where id = $1', [reply]);
    await portal.work();
    assert.deepEqual(await mailsTo(author.email, came.subject), []);
  });

  it('is read by its author alone, and stamped once, however often it is read', async () => {
    const unit = await addUnit(db);
    const [author, colleague] = [await addColleague(db, unit), await addColleague(db, unit)];
    const case_ = await sent(author.sender);
    const file = { filename: 'scan.txt', contentType: 'text/plain', bytes: Buffer.from('scanned') };
    const reply = await answerAs(portal.ctx, case_, 'Answer', [file]);
    await assert.rejects(readReply(portal.ctx, colleague.viewer, case_.message, reply), {
      code: 'not_found',
    });
    assert.equal(await unreadOf(author.id), 1);
    const [one, two] = await Promise.all(
      [1, 2].map(() => readReply(portal.ctx, author.viewer, case_.message, reply)),
    );
    assert.equal(one!.content.text, 'Answer');
    assert.equal(one!.readAt, two!.readAt);
    const read = (await portal.events(case_.delivery)).filter(({ type }) => type === 'delivery.reply_read');
    assert.deepEqual(
      read.map(({ details }) => details),
      [{ reply }],
    );
    const { bytes } = await readReplyFile(
      portal.ctx,
      author.viewer,
      case_.message,
      reply,
      one!.content.attachments[0]!.id,
    );
    assert.equal((await buffer(bytes)).toString(), 'scanned');
    assert.equal(await unreadOf(author.id), 0);
    const other = await sent(author.sender);
    await assert.rejects(readReply(portal.ctx, author.viewer, other.message, reply), { code: 'not_found' });
    await assert.rejects(answersTo(portal.ctx, colleague.viewer, case_.message), { code: 'not_found' });
  });

  it('left behind is read after a reason, as evidence says, and the case can be taken over', async () => {
    const unit = await addUnit(db);
    const [leaver, colleague] = [await addColleague(db, unit), await addColleague(db, unit)];
    const case_ = await sent(leaver.sender);
    const reply = await answerAs(portal.ctx, case_, 'Left');
    await deactivate(db, leaver.id);
    await assert.rejects(readReply(portal.ctx, colleague.viewer, case_.message, reply), {
      code: 'reason_needed',
    });
    await lookAtMessage(portal.ctx, colleague.viewer, case_.message, {
      kind: 'covering',
      reason: 'She has left us for good',
    });
    await readReply(portal.ctx, colleague.viewer, case_.message, reply);
    assert.equal(await findAnswering(portal.ctx, colleague.viewer, reply), undefined);
    await handOver(portal.ctx, colleague.viewer, case_.message, colleague.id);
    assert.equal((await findAnswering(portal.ctx, colleague.viewer, reply))?.to.phone, '+4520123456');
    const { rows } = await db.database.query<{ actor: string }>(
      `select actor from events where delivery = $1 and type = 'delivery.reply_read'`,
      [case_.delivery],
    );
    assert.equal(rows[0]!.actor, 'staff');
  });

  it('goes to the colleague who was given the case, who has it as if it were their own until it is given back', async () => {
    const unit = await addUnit(db);
    const [author, colleague, third] = [
      await addColleague(db, unit),
      await addColleague(db, unit),
      await addColleague(db, unit),
    ];
    const case_ = await sent(author.sender);
    assert.deepEqual(
      (await possibleKeepers(db.database, case_.message)).map(({ id }) => id).sort(),
      [colleague.id, third.id].sort(),
    );
    await assert.rejects(handOver(portal.ctx, colleague.viewer, case_.message, third.id), {
      code: 'not_found',
    });
    for (let times = 0; times < 2; times += 1)
      await handOver(portal.ctx, author.viewer, case_.message, colleague.id);
    const reply = await answerAs(portal.ctx, case_, 'To whom?');
    await portal.work();
    assert.equal((await mailsTo(colleague.email, given.subject)).length, 1);
    assert.equal((await mailsTo(colleague.email, came.subject)).length, 1);
    assert.equal((await mailsTo(author.email, came.subject)).length, 0);
    assert.equal((await showMessage(portal.ctx, colleague.viewer, case_.message)).own, true);
    for (const viewer of [author.viewer, colleague.viewer]) {
      const { messages } = await listMessages(portal.ctx, viewer, { whose: 'own', limit: 5 });
      assert.deepEqual(
        messages.map(({ id, own }) => [id, own]),
        [[case_.message, true]],
      );
      assert.deepEqual(
        (await listAnswers(portal.ctx, viewer.id, 0)).answers.map(({ id }) => id),
        [reply],
      );
    }
    await giveBack(portal.ctx, colleague.viewer, case_.message, colleague.id);
    assert.deepEqual(await keepersOf(db.database, case_.message), []);
    await assert.rejects(showMessage(portal.ctx, colleague.viewer, case_.message), { code: 'not_found' });
    const { rows } = await db.database.query<{ details: object; actor: string; actor_id: string }>(
      `select details, actor, actor_id from events where message = $1 and type = 'message.handed_over' order by at`,
      [case_.message],
    );
    assert.deepEqual(rows, [
      { details: { act: 'given', person: colleague.id }, actor: 'sender', actor_id: author.id },
      { details: { act: 'returned', person: colleague.id }, actor: 'sender', actor_id: colleague.id },
    ]);
  });

  it('is no longer theirs who was given the case once they are moved, may not send or are deactivated', async () => {
    const [unit, elsewhere] = [await addUnit(db), await addUnit(db)];
    const [author, colleague] = [await addColleague(db, unit), await addColleague(db, unit)];
    const manager: Manager = {
      actor: { kind: 'staff', id: author.id },
      grants: [{ role: 'admin', unit: null }],
    };
    const [case_, another] = [await sent(author.sender), await sent(author.sender)];
    const change = async (fields: Partial<PersonChange>) => {
      const person = await findPerson(db.database, colleague.id);
      await changePerson(portal.ctx, manager, colleague.id, { ...person, ...fields });
    };
    const isKept = async () => {
      const { rows } = await db.database.query<{ message: string }>(
        'select message_id as message from case_keepers where person_id = $1',
        [colleague.id],
      );
      return rows.map(({ message }) => message);
    };
    const grants: Grant[] = [{ role: 'sender', unit: null }];
    for (const lose of [
      () => change({ grants: [{ role: 'compliance', unit }] }),
      () => change({ unit: elsewhere, grants }),
      () => setActive(portal.ctx, manager, colleague.id, false),
    ]) {
      await handOver(portal.ctx, author.viewer, case_.message, colleague.id);
      await change({ name: `Nyt ${(count += 1)}` });
      assert.deepEqual(await isKept(), [case_.message], 'what changes nothing of it leaves it');
      await lose();
      assert.deepEqual(await isKept(), []);
      await assert.rejects(showMessage(portal.ctx, colleague.viewer, case_.message), { code: 'not_found' });
      const { rows } = await db.database.query(
        `select details, actor, actor_id from events where message = $1 and type = 'message.handed_over'
          order by at desc limit 1`,
        [case_.message],
      );
      assert.deepEqual(rows, [
        { details: { act: 'returned', person: colleague.id }, actor: 'staff', actor_id: author.id },
      ]);
      await db.database.query('update people set deactivated_at = null where id = $1', [colleague.id]);
      await change({ unit, grants });
      assert.deepEqual(await isKept(), [], 'it does not come back');
    }

    // Given and moved at one moment: whoever is second sees the first.
    const given = (ctx: Context) => handOver(ctx, author.viewer, another.message, colleague.id);
    const [moved, late] = await together(
      db,
      portal.ctx,
      async (ctx) => {
        const person = await findPerson(db.database, colleague.id);
        await changePerson(ctx, manager, colleague.id, { ...person, grants: [] });
      },
      given,
    );
    assert.equal(moved!.status, 'fulfilled');
    assert.equal(late!.status, 'rejected');
    await change({ grants });
    const [, after] = await together(db, portal.ctx, given, () => change({ unit: elsewhere }));
    assert.equal(after!.status, 'fulfilled');
    assert.deepEqual(await isKept(), []);
  });

  it('is given to nobody of another unit, who has left, or who may not send', async () => {
    const unit = await addUnit(db);
    const [author, gone] = [await addColleague(db, unit), await addColleague(db, unit)];
    await deactivate(db, gone.id);
    const stranger = await addColleague(db, await addUnit(db));
    const silent = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    const case_ = await sent(author.sender);
    for (const person of [gone.id, stranger.id, silent.id, author.sender.unit, 'nobody'])
      await assert.rejects(handOver(portal.ctx, author.viewer, case_.message, person), { code: 'invalid' });
  });

  it('goes on as one conversation, of which an unread answer says nothing', async () => {
    const author = await addColleague(db, await addUnit(db));
    const first = await sent(author.sender);
    const reply = await answerAs(portal.ctx, first, 'May I come on Monday?');
    await readReply(portal.ctx, author.viewer, first.message, reply);
    const second = await sent(author.sender, reply);
    const last = await answerAs(portal.ctx, second, 'Thank you');
    for (const message of [first.message, second.message]) {
      const turns = await showConversation(portal.ctx, author.viewer, message);
      assert.deepEqual(
        turns.map(({ id, content }) => [id, content?.text]),
        [
          [first.message, 'Kære Ana'],
          [reply, 'May I come on Monday?'],
          [second.message, 'Kære Ana'],
          [last, undefined],
        ],
      );
    }
    const stranger = await addColleague(db, await addUnit(db));
    await assert.rejects(showConversation(portal.ctx, stranger.viewer, first.message), { code: 'not_found' });
    await recallMessage(portal.ctx, author.viewer, { message: first.message, reason: 'wrong_recipient' });
    assert.equal(await findAnswering(portal.ctx, author.viewer, reply), undefined);
  });
});
