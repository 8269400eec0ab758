import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { releaseKey, reserveKey } from '../../../src/delivery/idempotency.ts';
import { listMessages } from '../../../src/delivery/list-messages.ts';
import { Staging } from '../../../src/delivery/stage-message.ts';
import { closeIncident } from '../../../src/desk/incidents/close-incident.ts';
import { decideIncident } from '../../../src/desk/incidents/decide-incident.ts';
import { incidentHistory } from '../../../src/desk/incidents/incident-history.ts';
import type { IncidentKeeper } from '../../../src/desk/incidents/keeper.ts';
import { readIncident } from '../../../src/desk/incidents/read-incident.ts';
import { type LetterDraft, sendLetter } from '../../../src/desk/incidents/send-letter.ts';
import type { Grant, StaffMember } from '../../../src/desk/staff.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { keeperOf, nobody, opened, refused } from './support.ts';

withDatabases('A letter to those affected', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  let unit: string;
  let chief: Colleague;
  let reader: Colleague;
  let keeper: IncidentKeeper;
  const staffOf = ({ id, email, viewer }: Colleague): StaffMember => ({
    id,
    email,
    name: 'Dorte DPO',
    unit,
    unitName: 'Compliance',
    grants: viewer.grants,
    held: viewer.grants,
    unread: 0,
    session: { id: randomUUID(), method: 'password', secondFactor: true, provenSecondsAgo: 0 },
  });
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    unit = await addUnit(db, 'dpo@fredericia.example');
    const compliance: Grant = { role: 'compliance', unit: null };
    chief = await addColleague(db, unit, [compliance, { role: 'sender', unit }]);
    reader = await addColleague(db, unit, [compliance]);
    keeper = keeperOf(chief);
  });
  after(() => portal.close());

  const letter = (draft: Partial<LetterDraft> = {}): LetterDraft => ({
    from: chief.email,
    to: [{ email: 'ana@example.com', phone: '+4520123456', name: 'Ana', language: 'da' }],
    subject: 'Something of yours went to somebody else',
    text: 'Dear Ana',
    ...draft,
  });
  const count = async (table: string) =>
    (await db.owner.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]!.n;

  it('is the writer’s own message, with its own notice, and belongs to the incident', async () => {
    const { id } = await opened(ctx, keeper);
    const message = await sendLetter(ctx, keeper, staffOf(chief), id, letter());
    const incident = await readIncident(ctx, keeper, id);
    assert.deepEqual(
      incident.letters.map((each) => each.message),
      [message],
    );
    const { messages } = await listMessages(ctx, chief.viewer, { limit: 10 });
    assert.ok(messages.some((each) => each.id === message));
    await portal.work();
    assert.match(await portal.tokenFor('ana@example.com'), /^[\w-]{43}$/);
    const { lines } = await incidentHistory(ctx, keeper, id, { limit: 1 });
    assert.deepEqual(lines[0]!.details, {
      part: 'letter',
      message,
      recipients: 1,
      kind: 'incident',
      subject: id,
    });
    const shared = await sendLetter(
      ctx,
      keeper,
      staffOf(chief),
      id,
      letter({ from: 'DPO@fredericia.example' }),
    );
    assert.equal((await readIncident(ctx, keeper, id)).letters.at(-1)!.message, shared);
  });

  it('leaves neither message nor link where it is refused', async () => {
    const { id } = await opened(ctx, keeper, { cause: 'other' });
    const before = [await count('messages'), await count('incident_letters'), await count('staged_blobs')];
    const send = (draft: Partial<LetterDraft>, by = chief, as = keeper) =>
      sendLetter(ctx, as, staffOf(by), id, letter(draft));
    await assert.rejects(send({}, reader), refused('forbidden'));
    await assert.rejects(send({ from: 'mayor@fredericia.example' }), refused('sender_not_allowed'));
    await assert.rejects(send({ unit: randomUUID() }), refused('sender_not_allowed'));
    await assert.rejects(send({ subject: ' ' }), refused('invalid', 'subject/missing'));
    await assert.rejects(send({ text: '\n' }), refused('invalid', 'text/missing'));
    await assert.rejects(send({ text: 'x'.repeat(100_000) }), refused('invalid', 'text/too_long'));
    await assert.rejects(send({ to: [] }), refused('no_recipient_left'));
    await assert.rejects(send({ to: [{ email: 'nobody' }] }), refused('email_invalid'));
    await assert.rejects(send({}, chief, keeperOf(nobody, [])), refused('not_found'));
    await decideIncident(ctx, keeper, id, 1, { decision: 'no_report', why: 'No risk.' });
    await closeIncident(ctx, keeper, id, 2);
    await assert.rejects(send({}), refused('already_closed'));
    const now = [await count('messages'), await count('incident_letters'), await count('staged_blobs')];
    assert.deepEqual(now, before);
  });

  it('is not sent where the incident is closed while it is being accepted', async () => {
    const { id } = await opened(ctx, keeper, { cause: 'other' });
    await decideIncident(ctx, keeper, id, 1, { decision: 'no_report', why: 'No risk.' });
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 6 }, () => sendLetter(ctx, keeper, staffOf(chief), id, letter())),
      closeIncident(ctx, keeper, id, 2),
    ]);
    const sent = outcomes.slice(0, 6).filter(({ status }) => status === 'fulfilled').length;
    assert.equal((await readIncident(ctx, keeper, id)).letters.length, sent);
    const { rows } = await db.owner.query<{ late: number }>(
      `select count(*) as late from incident_letters l join incidents i on i.id = l.incident_id
        where i.id = $1 and l.sent_at > i.closed_at`,
      [id],
    );
    assert.equal(rows[0]!.late, 0);
  });

  it('is one letter where its form is sent twice', async () => {
    const { id } = await opened(ctx, keeper);
    const key = `desk:${randomUUID()}`;
    const sendOnce = async () => {
      const reservation = await reserveKey(ctx, chief.id, key);
      try {
        return await sendLetter(ctx, keeper, staffOf(chief), id, letter(), {
          staging: new Staging(ctx),
          reservation,
        });
      } catch (error) {
        await releaseKey(ctx, reservation);
        throw error;
      }
    };
    const first = await sendOnce();
    assert.equal(await sendOnce(), first);
    assert.equal((await readIncident(ctx, keeper, id)).letters.length, 1);
  });
});
