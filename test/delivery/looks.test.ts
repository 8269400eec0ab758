/** Looking at what somebody else wrote. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { lookAtMessage } from '../../src/delivery/look-at-message.ts';
import { recordSystemLook } from '../../src/delivery/record-system-look.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { addColleague, addUnit, type Colleague, deactivate, reactivate } from '../support/staff.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const look = { kind: 'inspection', reason: 'Stikprøve nr. 4 i marts' };

withDatabases('A look at somebody else’s message', (db) => {
  let portal: Portal;
  let unit: string;
  let author: Colleague;
  let reader: Colleague;
  before(async () => {
    portal = await openPortal(db);
    unit = await addUnit(db);
    author = await addColleague(db, unit);
    reader = await addColleague(db, unit, [{ role: 'compliance', unit }]);
  });
  after(() => portal.close());

  const write = async () => (await acceptMail(portal, { sender: author.sender, to: [recipientDraft] })).id;
  const see = ({ viewer }: Colleague, message: string) => showMessage(portal.ctx, viewer, message);
  const lookAs = ({ viewer }: Colleague, message: string, given: { kind: string; reason: string } = look) =>
    lookAtMessage(portal.ctx, viewer, message, given);
  const events = async (message: string) =>
    (
      await db.database.query<{ actor: string; details: object; fields: object; delivery: null; seq: null }>(
        `select e.actor, e.delivery, e.seq, e.details, f.fields from events e
          left join event_fields f on f.event = e.id
          where e.message = $1 and e.type = 'message.looked_at' order by e.at`,
        [message],
      )
    ).rows;
  const minutesPass = (minutes: number) =>
    db.database.query('update looks set until = until - make_interval(mins => $1)', [minutes]);

  it('is one event with the kind in clear, and name and reason committed, which the author reads', async () => {
    const id = await write();
    await lookAs(reader, id);
    const { rows } = await db.database.query<{ name: string }>('select name from people where id = $1', [
      reader.id,
    ]);
    const { name } = rows[0]!;
    assert.deepEqual(await events(id), [
      {
        actor: 'staff',
        delivery: null,
        seq: null,
        details: { kind: 'inspection' },
        fields: { name, reason: look.reason },
      },
    ]);
    const { looks, deliveries, own } = await see(author, id);
    assert.equal(own, true);
    assert.deepEqual(
      looks.map(({ at: _, ...rest }) => rest),
      [{ by: name, kind: 'inspection', reason: look.reason }],
    );
    for (const { timeline } of deliveries)
      assert.ok(!timeline.some(({ type }) => type === 'message.looked_at'));
    assert.equal((await see(reader, id)).own, false);
  });

  it('keeps no name or reason in the event itself, and loses them when the fields are erased', async () => {
    const id = await write();
    await lookAs(reader, id);
    const { rows } = await db.database.query('select * from events where message = $1', [id]);
    assert.doesNotMatch(JSON.stringify(rows), /Stikprøve|Colleague/);
    await db.owner.query('delete from event_fields where message = $1', [id]);
    const { looks } = await see(author, id);
    assert.deepEqual([looks[0]!.by, looks[0]!.reason, looks[0]!.kind], [null, null, 'inspection']);
  });

  it('opens nothing to anybody else, and no other message', async () => {
    const [one, two] = [await write(), await write()];
    const another = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    await lookAs(reader, one);
    await assert.rejects(see(another, one), refused('reason_needed'));
    assert.equal(await openSentCopy(portal.ctx, another.viewer, one), undefined);
    await assert.rejects(see(reader, two), refused('reason_needed'));
  });

  it('lasts a quarter of an hour; the next one is another event', async () => {
    const id = await write();
    await lookAs(reader, id);
    await minutesPass(14);
    await see(reader, id);
    await minutesPass(1);
    await assert.rejects(see(reader, id), refused('reason_needed'));
    assert.equal(await openSentCopy(portal.ctx, reader.viewer, id), undefined);
    await lookAs(reader, id, { kind: 'question', reason: 'Modtageren har ringet igen' });
    await see(reader, id);
    assert.deepEqual(
      (await see(author, id)).looks.map(({ kind }) => kind),
      ['inspection', 'question'],
    );
  });

  it('is one event, however often and at once the form is sent', async () => {
    const id = await write();
    await Promise.all(Array.from({ length: 10 }, () => lookAs(reader, id)));
    await lookAs(reader, id);
    assert.equal((await events(id)).length, 1);
  });

  it('ends when whoever looks is deactivated or loses the role, and they cannot look again', async () => {
    const id = await write();
    const leaving = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    await lookAs(leaving, id);
    await see(leaving, id);
    const roleless = { ...leaving, viewer: { ...leaving.viewer, grants: [] } };
    await assert.rejects(see(roleless, id), refused('not_found'));
    await deactivate(db, leaving.id);
    await assert.rejects(see(leaving, id), refused('reason_needed'));
    await minutesPass(20);
    await lookAs(leaving, id);
    await assert.rejects(see(leaving, id), refused('reason_needed'));
    assert.equal((await events(id)).length, 1);
    await reactivate(db, leaving.id);
  });

  it('is recorded and opened both or neither, whichever statement breaks', async () => {
    const id = await write();
    for (let at = 1, broken = true; broken; at += 1) {
      let asked = 0;
      broken = false;
      const transaction: typeof portal.ctx.db.transaction = (work) =>
        portal.ctx.db.transaction((tx) =>
          work({
            query: (text, values) => {
              asked += 1;
              if (asked === at) {
                broken = true;
                throw new Error('killed');
              }
              return tx.query(text, values);
            },
          }),
        );
      const ctx = { ...portal.ctx, db: { ...portal.ctx.db, transaction } };
      await lookAtMessage(ctx, reader.viewer, id, look).catch(() => undefined);
      if (broken) {
        assert.equal((await events(id)).length, 0);
        await assert.rejects(see(reader, id), refused('reason_needed'));
      }
    }
    assert.equal((await events(id)).length, 1);
    await see(reader, id);
  });

  it('takes a reason that can be read, and no other', async () => {
    const id = await write();
    const short = [
      '',
      '   ',
      'niøtegn..',
      '\u200b'.repeat(50),
      '\u3164'.repeat(50),
      'a\u0301'.repeat(9),
      ' x\n'.repeat(9),
    ];
    for (const reason of short)
      await assert.rejects(
        lookAs(reader, id, { ...look, reason }),
        refused('invalid'),
        JSON.stringify(reason),
      );
    for (const reason of ['x'.repeat(501), '🙂'.repeat(501), `${'x'.repeat(600_000)}`])
      await assert.rejects(lookAs(reader, id, { ...look, reason }), refused('invalid'), reason.slice(0, 5));
    for (const kind of ['', 'system', 'constructor', 'COVERING', '\0'])
      await assert.rejects(lookAs(reader, id, { ...look, kind }), refused('invalid'), kind);
    assert.equal((await events(id)).length, 0);
    const reason = ` Sagen\r\n\u0000er ${'🙂'.repeat(480)} \ud83d`;
    await lookAs(reader, id, { ...look, reason });
    assert.equal((await see(author, id)).looks[0]!.reason, `Sagen er ${'🙂'.repeat(480)} \ufffd`);
  });

  it('finds nothing at what is no id, or of no message', async () => {
    for (const id of ['', 'x', '00000000-0000-0000-0000-000000000000', '\0'])
      await assert.rejects(lookAs(reader, id), refused('not_found'), id);
  });

  it('of a system is one event an hour, also for many requests at once, with its reason if it gave one', async () => {
    const [id, other] = [await write(), await write()];
    const system = portal.sender.id;
    const read = (message: string, reason?: string) => recordSystemLook(portal.ctx, system, message, reason);
    await Promise.all(Array.from({ length: 10 }, () => read(id, 'Ugentligt eftersyn')));
    await read(id);
    await read(other);
    assert.deepEqual(await events(id), [
      {
        actor: 'system',
        delivery: null,
        seq: null,
        details: { kind: 'system' },
        fields: { reason: 'Ugentligt eftersyn' },
      },
    ]);
    const { rows } = await db.database.query<{ name: string }>('select name from systems where id = $1', [
      system,
    ]);
    assert.deepEqual(
      (await see(author, other)).looks.map(({ at: _, ...rest }) => rest),
      [{ by: rows[0]!.name, kind: 'system', reason: null }],
    );
    await assert.rejects(read(other, 'x'.repeat(501)), refused('invalid'));
  });
});
