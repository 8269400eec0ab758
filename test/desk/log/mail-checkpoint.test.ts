import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { mailAndPhoneTexts } from '../../../src/composition/texts.ts';
import type { Mailer } from '../../../src/delivery/ports.ts';
import { mailCheckpoint } from '../../../src/desk/log/mail-checkpoint.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

const note = `segl.example/log\n7\n${'A'.repeat(43)}=\n\n— segl.example/log ${'b'.repeat(96)}\n`;

withDatabases('The checkpoint is mailed to compliance', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal?.close());
  const sent = async () =>
    (await portal.outbox()).filter(({ kind, to }) => kind === 'mail' && to === 'dpo@fredericia.example');
  const mail = (carrier: Mailer = portal.carriers.mailer) =>
    mailCheckpoint(
      portal.ctx,
      carrier,
      mailAndPhoneTexts(portal.ctx.settings),
    )({ id: 1, kind: 'mail_checkpoint', payload: {}, sealed: null, attempts: 1 }, async () => {});

  it('not before there is one that has stood for a midnight', async () => {
    await mail();
    await db.owner.query(
      "insert into logs (id, origin, size, checkpoint, checkpoint_at) values (1, 'segl.example/log', 7, $1, now())",
      [note],
    );
    await mail();
    assert.deepEqual(await sent(), []);
  });

  it('as the exact lines of the note, in the language of the house', async () => {
    await db.owner.query("update logs set opened_at = opened_at - interval '1 day'");
    assert.equal(await mail(), undefined);
    const [found, ...others] = await sent();
    assert.deepEqual(others, []);
    assert.equal(found!.subject, 'Loggen hos Fredericia Kommune: 7 poster');
    assert.ok(found!.text.includes(`\n\n${note}\n`), found!.text);
    // As somebody's mail program decodes it (RFC 2045 §6.7).
    const [, encoded] = found!.raw!.match(/text\/plain[^]*?\r\n\r\n([^]*?)\r\n--/)!;
    const bytes = Buffer.from(
      encoded!
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_all, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        ),
      'latin1',
    );
    assert.ok(bytes.toString().replaceAll('\r\n', '\n').includes(`\n\n${note}\n`));
  });

  it('again later where the mail server does not take it, and to nobody where nobody is named', async () => {
    for (const outcome of ['deferred', 'refused'] as const) {
      const carrier = { ...portal.carriers.mailer, send: async () => ({ outcome, reply: '' }) };
      assert.deepEqual(await mail(carrier), { because: `${outcome} by the next server` });
    }
    const before = await sent();
    const { complianceMail } = portal.ctx.settings;
    Object.assign(portal.ctx.settings, { complianceMail: undefined });
    await mail();
    Object.assign(portal.ctx.settings, { complianceMail });
    assert.equal((await sent()).length, before.length);
  });
});
