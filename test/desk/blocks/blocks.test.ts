/** Blocks: what they are, whom they keep from being sent to, and who may make them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { redirectDelivery } from '../../../src/delivery/redirect-delivery.ts';
import type { BlockKeeper } from '../../../src/desk/blocks/block.ts';
import { earlierDeliveries, findBlockable } from '../../../src/desk/blocks/earlier-deliveries.ts';
import { liftBlock } from '../../../src/desk/blocks/lift-block.ts';
import { findBlock, listBlocks } from '../../../src/desk/blocks/list-blocks.ts';
import { makeBlock } from '../../../src/desk/blocks/make-block.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { blockPatternsFor, parseBlockPattern } from '../../../src/guard/block-pattern.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';

describe('What is blocked', () => {
  it('is an address, a domain, or all below one, in one form', () => {
    for (const [written, kept] of [
      [' Ana@Example.DK ', 'ana@example.dk'],
      ['example.dk', 'example.dk'],
      ['@example.dk', 'example.dk'],
      ['*@example.dk', 'example.dk'],
      ['*.Example.dk', '*.example.dk'],
      ['*@*.example.dk', '*.example.dk'],
      ['rødgrød.dk', 'xn--rdgrd-vuad.dk'],
      ['bo@rødgrød.dk', 'bo@xn--rdgrd-vuad.dk'],
      ['XN--RDGRD-VUAD.dk', 'xn--rdgrd-vuad.dk'],
    ] as const)
      assert.equal(parseBlockPattern(written), kept, written);
    for (const written of [
      '',
      '*',
      'dk',
      '*.dk',
      '@dk',
      '*@dk',
      '@',
      '*@',
      '*@*',
      'ana@',
      'a b@example.dk',
      '*a@example.dk',
      '@ana@example.dk',
      'exa*mple.dk',
      'example..dk',
      '.dk',
      'localhost',
      'http://example.dk',
      'example.dk/',
    ])
      assert.equal(parseBlockPattern(written), undefined, written);
  });

  it('fits an address by itself, its domain, and every domain above', () => {
    assert.deepEqual(blockPatternsFor('Ana@mail.Rødgrød.dk'), [
      'ana@mail.xn--rdgrd-vuad.dk',
      'mail.xn--rdgrd-vuad.dk',
      '*.xn--rdgrd-vuad.dk',
      '*.dk',
    ]);
    assert.deepEqual(blockPatternsFor('no address'), []);
  });
});

withDatabases('A block', (db) => {
  let portal: Portal;
  let unit: string;
  let other: string;
  let chief: Colleague;
  let all: BlockKeeper;
  let here: BlockKeeper;
  before(async () => {
    portal = await openPortal(db);
    unit = portal.sender.unit;
    other = await addUnit(db);
    chief = await addColleague(db, unit, [{ role: 'compliance', unit: null }]);
    const officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    all = { actor: { kind: 'staff', id: chief.id }, units: null };
    here = { actor: { kind: 'staff', id: officer.id }, units: [unit] };
  });
  after(() => portal.close());

  const make = (pattern: string, more: object = {}, by = all) =>
    makeBlock(portal.ctx, by, { pattern, unit: null, reason: 'Nobody there is meant', ...more });
  const lift = (id: string, by = all) => liftBlock(portal.ctx, by, id);
  const to = (...emails: string[]) =>
    emails.map((email) => ({ email, phone: '+4520123456', language: 'en' as const }));
  const sendTo = async (...emails: string[]) =>
    (await portal.send({ to: to(...emails) })).deliveries.map(({ status, reason }) => reason ?? status);
  const refusal = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Refusal, String(error));
    return error.facts.field ? `${error.code} ${error.facts.field}` : error.code;
  };

  it('refuses its address and its domain, and the others get the message', async () => {
    const one = await make('ana@one.example');
    assert.deepEqual(await sendTo('ANA@One.Example', 'bo@one.example'), ['blocked_address', 'sent']);
    const domain = await make('*@two.example');
    assert.deepEqual(await sendTo('x@two.example', 'x@sub.two.example', 'x@nottwo.example'), [
      'blocked_address',
      'sent',
      'sent',
    ]);
    const below = await make('*.three.example');
    assert.deepEqual(await sendTo('x@three.example', 'x@a.three.example', 'x@a.b.three.example'), [
      'sent',
      'blocked_address',
      'blocked_address',
    ]);
    const idn = await make('rødgrød.example');
    assert.deepEqual(await sendTo('x@rødgrød.example', 'x@xn--rdgrd-vuad.example', 'y@one.example'), [
      'blocked_address',
      'blocked_address',
      'sent',
    ]);
    assert.equal(await refusal(sendTo('ana@one.example', 'x@two.example')), 'blocked_address');
    assert.equal(await refusal(sendTo('ana@one.example', 'nonsense')), 'no_recipient_left');
    for (const id of [one, domain, below, idn]) await lift(id);
    assert.deepEqual(await sendTo('ana@one.example', 'x@two.example'), ['sent', 'sent']);
  });

  it('records and tells the refused recipient as any other bad outcome', async () => {
    const id = await make('told.example');
    const { deliveries } = await portal.send({ to: to('x@told.example', 'y@fine.example') });
    assert.deepEqual(
      (await portal.events(deliveries[0]!.id)).map(({ type, details }) => [type, details.reason]),
      [['delivery.refused', 'blocked_address']],
    );
    const { rows } = await db.database.query(
      'select about as kind, reason from failures where delivery_id = $1',
      [deliveries[0]!.id],
    );
    assert.deepEqual(rows, [{ kind: 'refused', reason: 'blocked_address' }]);
    await lift(id);
  });

  it('of a unit keeps only that unit from sending', async () => {
    const id = await make('elsewhere.example', { unit: other });
    assert.deepEqual(await sendTo('x@elsewhere.example'), ['sent']);
    await lift(id);
    const own = await make('elsewhere.example', { unit }, here);
    assert.equal(await refusal(sendTo('x@elsewhere.example')), 'blocked_address');
    await lift(own, here);
  });

  it('stops a redirect, and leaves what was sent there as it is', async () => {
    const { id: message, deliveries } = await portal.send({
      to: to('wrong@fred.example', 'old@blocked.example'),
    });
    const block = await make('blocked.example');
    const redirect = (email: string) =>
      redirectDelivery(portal.ctx, chief.viewer, { message, delivery: deliveries[0]!.id, to: { email } });
    // They may see it after a reason alone.
    await db.database.query(
      `insert into looks (message_id, person_id, until) values ($1, $2, now() + interval '1 hour')`,
      [message, chief.id],
    );
    assert.equal(await refusal(redirect('new@blocked.example')), 'blocked_address');
    const { rows } = await db.database.query<{ status: string }>(
      'select status from deliveries where message_id = $1 order by position',
      [message],
    );
    assert.deepEqual(
      rows.map(({ status }) => status),
      ['sent', 'sent'],
    );
    const earlier = await earlierDeliveries(portal.ctx, chief.viewer, 'blocked.example');
    assert.deepEqual(
      [earlier.count, earlier.opened, earlier.newest.map(({ email }) => email)],
      [1, 0, ['old@blocked.example']],
    );
    assert.equal((await earlierDeliveries(portal.ctx, chief.viewer, '*.blocked.example')).count, 0);
    const stranger = await addColleague(db, other, [{ role: 'compliance', unit: other }]);
    assert.equal((await earlierDeliveries(portal.ctx, stranger.viewer, 'blocked.example')).count, 0);
    const found = await findBlockable(portal.ctx, chief.viewer, deliveries[1]!.id);
    assert.deepEqual(
      [found.address, found.domain, found.reported],
      ['old@blocked.example', 'blocked.example', null],
    );
    for (const [viewer, delivery] of [
      [stranger.viewer, deliveries[1]!.id],
      [chief.viewer, 'x'],
      [chief.viewer, message],
    ] as const)
      assert.equal(await refusal(findBlockable(portal.ctx, viewer, delivery)), 'not_found');
    await lift(block);
  });

  it('is refused where it is too broad, says nothing, stands already, or keeps from one’s own', async () => {
    for (const [pattern, more, expected] of [
      ['dk', {}, 'invalid pattern'],
      ['*', {}, 'invalid pattern'],
      ['x'.repeat(400), {}, 'invalid pattern'],
      ['fine.example', { reason: ' \n ' }, 'invalid reason'],
      ['fine.example', { reason: 'x'.repeat(501) }, 'invalid reason'],
      ['fine.example', { unit: '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10' }, 'invalid unit'],
      [chief.email, {}, 'in_use'],
      ['fredericia.example', {}, 'in_use'],
      ['*.example', {}, 'invalid pattern'],
    ] as const)
      assert.equal(await refusal(make(pattern, more)), expected, pattern);
    for (const id of [await make(chief.email, { sure: true })]) await lift(id);
    const id = await make('twice.example');
    assert.equal(await refusal(make('*@TWICE.example')), 'already_exists');
    assert.equal(await refusal(make('twice.example', { unit })), 'already_exists', 'it stands for everybody');
    assert.equal(await refusal(make('twice.example', { unit }, { ...here, units: [other] })), 'forbidden');
    assert.equal(await refusal(make('mine.example', {}, here)), 'forbidden');
    await lift(id);
    assert.equal(await refusal(lift(id)), 'already_closed');
    await lift(await make('twice.example', { unit }));
  });

  it('that was lifted is forgotten with the recipient; one that stands stays, and keeps its address', async () => {
    const { id: message } = await portal.send({ to: to('forget@me.example', 'keep@me.example') });
    const [gone, standing] = [await make('forget@me.example'), await make('keep@me.example')];
    await lift(gone);
    const told = async (id: string) => (await readHistory(db.database, { subject: id, limit: 10 })).lines;
    assert.ok((await told(gone)).every(({ erased }) => !erased));
    await eraseMessage(
      portal.ctx,
      { actor: all.actor, name: 'Mona', units: null },
      { message, reason: 'requested' },
    );
    const lines = await told(gone);
    assert.deepEqual(
      lines.map(({ type, erased, before, after }) => [type, erased, before, after]),
      [
        ['block.lifted', true, null, null],
        ['block.made', true, null, null],
      ],
    );
    assert.equal(await refusal(findBlock(portal.ctx, all, gone)), 'not_found');
    assert.equal((await findBlock(portal.ctx, all, standing)).pattern, 'keep@me.example');
    assert.ok((await told(standing)).every(({ erased }) => !erased));
    await lift(standing);
  });

  it('made by two at once stands once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => make('race.example', { unit })));
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
    const { blocks } = await listBlocks(portal.ctx, all, { limit: 100 });
    assert.equal(blocks.filter(({ pattern }) => pattern === 'race.example').length, 1);
    const lifts = await Promise.allSettled(Array.from({ length: 4 }, () => lift(blocks[0]!.id)));
    assert.equal(lifts.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('is listed to whom it concerns, page by page, and stands in the history without its words in the log', async () => {
    const ids = [
      await make('first.example', { unit: other }),
      await make('second.example'),
      await make('third.example', { unit }),
    ];
    const first = await listBlocks(portal.ctx, all, { limit: 2 });
    assert.deepEqual(
      first.blocks.map(({ pattern }) => pattern),
      ['third.example', 'second.example'],
    );
    const rest = await listBlocks(portal.ctx, all, { limit: 2, after: first.next });
    assert.deepEqual([rest.blocks[0]!.pattern, rest.next], ['first.example', undefined]);
    assert.equal(await refusal(listBlocks(portal.ctx, all, { limit: 2, after: 'x' })), 'gone');
    const mine = await listBlocks(portal.ctx, here, { limit: 10 });
    assert.deepEqual(
      mine.blocks.map(({ pattern }) => pattern),
      ['third.example', 'second.example'],
    );
    assert.equal(await refusal(lift(ids[0]!, here)), 'not_found');
    assert.equal(await refusal(lift(ids[1]!, here)), 'forbidden', 'it is everybody’s');
    assert.equal(await refusal(findBlock(portal.ctx, here, ids[0]!)), 'not_found');
    await lift(ids[2]!, here);
    const { blocks } = await listBlocks(portal.ctx, here, { lifted: true, limit: 1 });
    assert.ok(blocks[0]!.liftedAt !== null && blocks[0]!.liftedBy !== null);
    const { lines } = await readHistory(db.database, { subject: ids[2]!, units: [unit], limit: 10 });
    assert.deepEqual(
      lines.map(({ type, before, after }) => [type, before?.pattern ?? null, after?.pattern ?? null]),
      [
        ['block.lifted', 'third.example', null],
        ['block.made', null, 'third.example'],
      ],
    );
    const { rows } = await db.database.query<{ details: string }>(
      `select details::text as details from events where type like 'block.%'`,
    );
    assert.ok(rows.every(({ details }) => !details.includes('example') && !details.includes('meant')));
    for (const id of ids.slice(0, 2)) await lift(id);
  });
});
