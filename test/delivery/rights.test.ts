/** Who may do what with whose messages: every role, every place where it can be held, every verb, on the real verbs. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { acceptMessage } from '../../src/delivery/accept-message.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { extendDeliveries } from '../../src/delivery/extend-deliveries.ts';
import { listMessages } from '../../src/delivery/list-messages.ts';
import { lookAtMessage } from '../../src/delivery/look-at-message.ts';
import { messageOf, type Viewer } from '../../src/delivery/message-access.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import type { Sender } from '../../src/delivery/sender.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { unlockDelivery } from '../../src/delivery/unlock-delivery.ts';
import { Refusal } from '../../src/message/refusals.ts';
import type { Grant } from '../../src/message/rights.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { addColleague, addOwnedSystem, addUnit, type Colleague, deactivate } from '../support/staff.ts';

/**
 * The rows: which role somebody holds, and where. `here` is the unit of all messages, `there` is another. The columns:
 * a message that they wrote; of their own system, in nobody's name; of somebody who is gone; of a system whose owner is
 * gone, in nobody's name; of somebody who is still there.
 */
const expected = `
                         mine   my-system  left     left-system  colleague
  nobody                 yes    yes        no       no           no
  sender here            yes    yes        reason   reason       no
  sender there           yes    yes        no       no           no
  sender everywhere      yes    yes        reason   reason       no
  compliance here        yes    yes        reason   reason       reason
  compliance there       yes    yes        no       no           no
  compliance everywhere  yes    yes        reason   reason       reason
  admin here             yes    yes        no       no           no
  admin there            yes    yes        no       no           no
  admin everywhere       yes    yes        no       no           no
`;

interface Found {
  readonly listed: boolean;
  readonly timeline: string;
  readonly content: string;
  readonly remind: string;
  readonly extend: string;
  readonly correct: string;
  readonly unlock: string;
}

const done: Found = {
  listed: true,
  timeline: 'done',
  content: 'done',
  remind: 'done',
  extend: 'done',
  correct: 'done',
  unlock: 'done',
};
const hidden: Found = {
  listed: false,
  timeline: 'not_found',
  content: 'nothing',
  remind: 'not_found',
  extend: 'not_found',
  correct: 'not_found',
  unlock: 'not_found',
};
const closed: Found = {
  listed: true,
  timeline: 'reason_needed',
  content: 'nothing',
  remind: 'reason_needed',
  extend: 'reason_needed',
  correct: 'reason_needed',
  unlock: 'reason_needed',
};

/** What each answer means for each verb, before a reason was given and after, and how many events the look makes. */
const meanings: Readonly<Record<string, { before: Found; look: string; after: Found; events: number }>> = {
  yes: { before: done, look: 'done', after: done, events: 0 },
  reason: { before: closed, look: 'done', after: done, events: 1 },
  no: { before: hidden, look: 'not_found', after: hidden, events: 0 },
};

withDatabases('Who may do what with whose messages', (db) => {
  let portal: Portal;
  let here: string;
  let there: string;
  let gone: Colleague;
  let goneSystem: Sender;
  let colleague: Colleague;
  before(async () => {
    portal = await openPortal(db);
    [here, there] = [await addUnit(db), await addUnit(db)];
    gone = await addColleague(db, here);
    goneSystem = await addOwnedSystem(db, here, gone.id);
    colleague = await addColleague(db, here);
    await deactivate(db, gone.id);
  });
  after(() => portal.close());

  /** With a delivery that was sent, one that is held, and one that is locked. */
  async function write(sender: Sender) {
    const { id, deliveries } = await acceptMessage(
      portal.ctx,
      sender,
      {
        from: 'sagsbehandler@fredericia.example',
        subject: 'Afgørelse',
        text: 'Kære Ana',
        to: [
          { ...recipientDraft, email: 'sent@example.com' },
          { email: 'held@example.com' },
          { ...recipientDraft, email: 'locked@example.com' },
        ],
      },
      new Staging(portal.ctx),
    );
    const [sent, held, locked] = deliveries.map((each) => each.id);
    await db.database.query("update deliveries set status = 'locked' where id = $1", [locked]);
    return { id, sent: sent!, held: held!, locked: locked! };
  }

  const outcome = async (action: () => Promise<unknown>): Promise<string> => {
    try {
      return (await action()) === undefined ? 'nothing' : 'done';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  };

  /** Tries everything, on a message that nobody has acted on. */
  async function tryAll(viewer: Viewer, message: Awaited<ReturnType<typeof write>>): Promise<Found> {
    const { ctx } = portal;
    const { id, sent, held, locked } = message;
    const lists = await Promise.all(
      (['own', 'left', 'unit', undefined] as const).map((whose) =>
        listMessages(ctx, viewer, { whose, limit: 200 }),
      ),
    );
    const listed = lists.map(({ messages }) => messages.some((each) => each.id === id));
    assert.equal(listed[3], listed.slice(0, 3).includes(true), 'all that they have is what their lists have');
    const until = new Date(Date.now() + 200 * 86_400_000).toISOString();
    const acted = (action: () => Promise<unknown>) => outcome(async () => (await action()) ?? 'done');
    return {
      listed: listed.includes(true),
      timeline: await outcome(() => showMessage(ctx, viewer, id)),
      content: await outcome(() => openSentCopy(ctx, viewer, id)),
      remind: await acted(() => remindRecipients(ctx, viewer, id, [sent])),
      extend: await acted(() => extendDeliveries(ctx, viewer, id, until)),
      correct: await acted(async () => {
        assert.equal(await messageOf(ctx, viewer, held), id);
        await correctPhone(ctx, viewer, held, '+4520998877');
      }),
      unlock: await acted(() => unlockDelivery(ctx, viewer, locked)),
    };
  }

  const looksAt = async (message: string) =>
    (
      await db.database.query<{ actor: string; kind: string }>(
        `select actor_id as actor, details ->> 'kind' as kind from events
          where message = $1 and type = 'message.looked_at'`,
        [message],
      )
    ).rows;

  const [columns, ...rows] = expected
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/));

  for (const [row, ...answers] of rows) {
    it(`${row}: ${answers.map((answer, index) => `${columns![index]} ${answer}`).join(', ')}`, async () => {
      const [role, place] = row!.split(' ');
      const unit = { here, there, everywhere: null }[place ?? 'here']!;
      const grants = role === 'nobody' ? [] : [{ role, unit } as Grant];
      const { id, viewer, sender } = await addColleague(db, here, grants);
      const senders: Readonly<Record<string, Sender>> = {
        mine: sender,
        'my-system': await addOwnedSystem(db, here, id),
        left: gone.sender,
        'left-system': goneSystem,
        colleague: colleague.sender,
      };
      assert.equal(answers.length, columns!.length);
      for (const [index, answer] of answers.entries()) {
        const column = columns![index]!;
        const meaning = meanings[answer]!;
        const [fresh, seen] = [await write(senders[column]!), await write(senders[column]!)];
        assert.deepEqual(await tryAll(viewer, fresh), meaning.before, `${column}, before a look`);
        const look = { kind: 'covering', reason: 'Kollegaen er på ferie' };
        const looked = await outcome(async () => {
          await lookAtMessage(portal.ctx, viewer, seen.id, look);
          return 'done';
        });
        assert.equal(looked, meaning.look, `${column}, the look`);
        assert.deepEqual(await tryAll(viewer, seen), meaning.after, `${column}, after a look`);
        assert.deepEqual(await looksAt(fresh.id), [], column);
        assert.deepEqual(
          await looksAt(seen.id),
          Array.from({ length: meaning.events }, () => ({ actor: id, kind: 'covering' })),
          column,
        );
        const { rows: actors } = await db.database.query<{ actor: string }>(
          `select distinct actor from events where message = $1 and actor_id = $2
            and type in ('delivery.reminded', 'delivery.extended', 'delivery.corrected', 'delivery.unlocked')`,
          [seen.id, id],
        );
        const named = { yes: ['sender'], reason: ['staff'], no: [] }[answer];
        assert.deepEqual(
          actors.map(({ actor }) => actor),
          named,
          `${column}, who acted`,
        );
      }
    });
  }

  it('a person with several roles has the most generous answer of each', async () => {
    const both = await addColleague(db, there, [
      { role: 'sender', unit: there },
      { role: 'admin', unit: null },
      { role: 'compliance', unit: here },
    ]);
    const { id } = await write(colleague.sender);
    assert.equal(await outcome(() => showMessage(portal.ctx, both.viewer, id)), 'reason_needed');
    const elsewhere = await write((await addColleague(db, there)).sender);
    assert.equal(await outcome(() => showMessage(portal.ctx, both.viewer, elsewhere.id)), 'not_found');
  });

  it('a message in somebody’s name is not their system’s owner’s, and is left when they go, not when the owner goes', async () => {
    const [author, owner, other] = [
      await addColleague(db, here),
      await addColleague(db, here),
      await addColleague(db, here),
    ];
    const system = await addOwnedSystem(db, here, owner.id);
    const { id } = await write({ ...system, author: author.id });
    const see = ({ viewer }: Colleague) => outcome(() => showMessage(portal.ctx, viewer, id));
    assert.deepEqual(
      [await see(author), await see(owner), await see(other)],
      ['done', 'not_found', 'not_found'],
    );
    await deactivate(db, owner.id);
    assert.equal(await see(other), 'not_found');
    await deactivate(db, author.id);
    assert.equal(await see(other), 'reason_needed');
  });
});
