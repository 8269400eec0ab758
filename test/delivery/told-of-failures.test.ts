/** Of each bad outcome a mail leaves within the next gathering, to whoever sent the message, and it stands in the inbox. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { expireDeliveries } from '../../src/delivery/expire-deliveries.ts';
import { recordFailure } from '../../src/delivery/record-failure.ts';
import { jobKinds } from '../../src/composition/job-kinds.ts';
import { toldFailures } from '../../src/message/failures.ts';
import { texts } from '../../views/languages/index.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail, addPerson, addSystem } from '../support/gateway-mail.ts';
import { openPortal, type Portal } from '../support/portal.ts';

withDatabases('A sender', (db) => {
  let portal: Portal;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  async function accepted() {
    const author = `author${(count += 1)}@fredericia.example`;
    const system = await addSystem(db, portal, `System ${count}`);
    const sender = { ...system, author: await addPerson(db, portal, author, { password: true }) };
    const to = [{ email: `ana${count}@example.com`, phone: '+4520123456' }];
    const { id, deliveries } = await acceptMail(portal, { sender, to });
    return { author, id, delivery: deliveries[0]!.id, recipient: to[0]!.email };
  }
  const mailTo = async (address: string) => (await portal.outbox()).filter(({ to }) => to === address);

  for (const kind of toldFailures) {
    it(`is told of ${kind}, with recipient, advice and the way there, and it stands in the inbox`, async () => {
      const { author, id, delivery, recipient } = await accepted();
      await db.database.transaction((tx) => recordFailure(tx, delivery, kind));
      await portal.work();
      const [mail, ...more] = await mailTo(author);
      assert.equal(more.length, 0);
      const words = texts.da.notices.sender[kind];
      assert.equal(mail!.subject, words.subject);
      for (const each of [words.what, words.next, recipient, `/desk/messages/${id}`])
        assert.ok(mail!.text.includes(each), `${each} in ${mail!.text}`);
      const { rows } = await db.database.query<{ about: string; domain: string }>(
        'select about, domain from failures where delivery_id = $1 and closed_at is null',
        [delivery],
      );
      assert.deepEqual(rows, [{ about: kind, domain: 'example.com' }]);
    });
  }

  it('is told when the time ran out unread, by what ends deliveries', async () => {
    const { author, delivery } = await accepted();
    await db.database.query('update deliveries set expires_at = now() where id = $1', [delivery]);
    await expireDeliveries(portal.ctx)({} as never, async () => undefined);
    await portal.work();
    const [mail] = await mailTo(author);
    assert.equal(mail!.subject, texts.da.notices.sender.expired_unread.subject);
  });

  it('is told within a minute: failures are gathered every few seconds, and nothing waits but for an owner’s hour', () => {
    const kinds = jobKinds({
      ctx: portal.ctx,
      mailer: portal.carriers.mailer,
      phones: portal.carriers.phones,
    } as never);
    assert.ok(kinds.gather_failures!.everySeconds! <= 10);
    assert.equal(kinds.failure_notice!.limit, undefined);
  });
});
