import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Job } from '../../../src/delivery/job-types.ts';
import { createSecret } from '../../../src/desk/systems/create-secret.ts';
import { remindOfExpiry } from '../../../src/desk/systems/remind-of-expiry.ts';
import { systemOf } from '../../../src/desk/systems/secrets.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { aSystem, everything, inDays } from './support.ts';

withDatabases('Before a secret ends', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
    await db.database.query(
      `insert into people (id, unit_id, email, name) values ($1, $2, 'lea@example.dk', 'Lea')`,
      [randomUUID(), portal.sender.unit],
    );
  });
  after(() => portal.close());

  /** Mails about this system, after the hour's look was had twice, the second time by two processes at once. */
  async function mails(name: string) {
    const look = () => remindOfExpiry(portal.ctx)({} as Job, async () => undefined);
    await look();
    await Promise.all([look(), look()]);
    await portal.work();
    return (await portal.outbox()).filter(({ subject }) => subject?.includes(name));
  }

  /** A system whose secret was used, and ends in so many days. */
  async function ending(days: number, owner?: string) {
    const name = `Ending ${randomUUID()}`;
    const system = await aSystem(portal.ctx, { name, owner }, { expiresAt: inDays(days) });
    await systemOf(portal.ctx, system.secret);
    return { ...system, name };
  }
  const endIn = (system: string, days: number) =>
    db.database.query('update system_secrets set expires_at = $2 where system_id = $1', [
      system,
      inDays(days),
    ]);

  test('its owner is told a fortnight and two days ahead, once each', async () => {
    const { id, secret, name } = await ending(15, 'lea@example.dk');
    assert.equal((await mails(name)).length, 0, 'not yet');
    await endIn(id, 13.9);
    const told = await mails(name);
    assert.deepEqual(
      told.map(({ to }) => to),
      ['lea@example.dk'],
    );
    assert.match(told[0]!.text, /first/);
    assert.ok(told[0]!.text.includes(`http://localhost:3000/desk/systems/${id}`));
    assert.ok(!told[0]!.raw!.includes(secret));
    assert.equal((await mails(name)).length, 1);
    await endIn(id, 5);
    assert.equal((await mails(name)).length, 1, 'nothing in between');
    await endIn(id, 1.9);
    assert.equal((await mails(name)).length, 2);
    assert.equal((await mails(name)).length, 2);
  });

  test('what is forgotten of it after a week tells nobody twice', async () => {
    const { id, name } = await ending(13, 'lea@example.dk');
    assert.equal((await mails(name)).length, 1);
    await db.database.query("delete from job_slots where kind = 'secret_notice'");
    await endIn(id, 6);
    assert.equal((await mails(name)).length, 1);
  });

  test('without an owner, or where they left, compliance is told', async () => {
    const { name } = await ending(1);
    assert.deepEqual(
      (await mails(name)).map(({ to }) => to),
      ['dpo@fredericia.example'],
    );
    await db.database.query(
      `insert into people (id, unit_id, email, name) values ($1, $2, 'left@example.dk', 'Left')`,
      [randomUUID(), portal.sender.unit],
    );
    const left = await ending(1, 'left@example.dk');
    await db.database.query(`update people set deactivated_at = now() where email = 'left@example.dk'`);
    assert.deepEqual(
      (await mails(left.name)).map(({ to }) => to),
      ['dpo@fredericia.example'],
    );
  });

  test('where the owner’s address is refused, compliance is told', async () => {
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      check: () => mailer.check(),
      close: () => mailer.close(),
      send: async (mail) =>
        mail.to === 'lea@example.dk' ? { outcome: 'refused', reply: '550 no' } : mailer.send(mail),
    };
    const { name } = await ending(1, 'lea@example.dk');
    const told = await mails(name);
    portal.carriers.mailer = mailer;
    assert.deepEqual(
      told.map(({ to }) => to),
      ['dpo@fredericia.example'],
    );
  });

  test('nobody is told of one that nobody used, that has ended, or whose system is closed', async () => {
    const unused = await aSystem(portal.ctx, { name: `Unused ${randomUUID()}` }, { expiresAt: inDays(1) });
    const [over, closed] = [await ending(1), await ending(1)];
    await endIn(over.id, -1);
    await db.database.query('update systems set revoked_at = now() where id = $1', [closed.id]);
    assert.ok(unused.id);
    for (const name of ['Unused', over.name, closed.name]) assert.equal((await mails(name)).length, 0, name);
  });

  test('the mail says so where there is a new one already', async () => {
    const { id, name } = await ending(20, 'lea@example.dk');
    const { rows } = await db.database.query<{ id: string }>(
      'select id from system_secrets where system_id = $1',
      [id],
    );
    await createSecret(portal.ctx, everything, id, { replaces: rows[0]!.id });
    const [mail] = await mails(name);
    assert.match(mail!.text, /Der er lavet en ny hemmelighed/);
  });
});
