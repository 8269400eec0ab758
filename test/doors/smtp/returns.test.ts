/** What comes home: reports of servers, answers of people, and what machines send besides. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { failureNoticeAddress, noticeAddress } from '../../../src/delivery/return-address.ts';
import { until } from '../../support/process.ts';
import { filesBelow, find } from '../../system/search.ts';
import { daemon, plain, report, status } from './reports/cases/case.ts';
import { Client, transact } from './support/client.ts';
import { bounces, type Gateway, messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

const stranger = '127.0.0.5';
const person = 'Ana <ana@example.com>';

const dsn = (action: string, code: string, words = 'what the server said') =>
  report(
    `${daemon}\nSubject: Report`,
    'This is the mail system.',
    status,
    `Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ana@example.com\nAction: ${action}\nStatus: ${code}\nRemote-MTA: dns; mail.example.com\nDiagnostic-Code: smtp; ${words}`,
  );
const crlf = (mail: string) => mail.replace(/\r?\n/g, '\r\n');

withGateway(
  'What comes home',
  (gateway) => {
    /** A message that was notified, and the addresses of its notice. */
    async function notified(email = 'ana@example.com') {
      const data = mailOf({ to: email, headers: [phoneLine(email)] });
      const message = messageIn(await gateway.send({ to: [email], data }));
      const timeline = () => timelineOf(gateway, message);
      await until('notified', 15, async () => (await timeline()).types.includes('delivery.notified'));
      const [row] = await gateway.rows<{ id: string; hash: Buffer }>(
        'select d.id, l.hash from deliveries d join link_tokens l on l.delivery_id = d.id where d.message_id = $1',
        [message],
      );
      const address = (kind: 'bounce' | 'reply') => `${noticeAddress(kind, row!.id, row!.hash)}@${bounces}`;
      return { message, delivery: row!.id, bounce: address('bounce'), reply: address('reply'), timeline };
    }

    const comeBack = (to: string, mail: string, from = '') =>
      gateway.send({ from, to: [to], data: crlf(mail) }, stranger);
    const gather = () => gateway.rows("insert into jobs (kind) values ('gather_failures')");
    const mailsTo = async (email: string) => (await gateway.outbox()).filter(({ to }) => to === email);
    const idle = () =>
      until(
        'worked off',
        15,
        async () => (await gateway.rows('select from jobs where dead_at is null')).length === 0,
      );

    it('of a failed notice ends its delivery, and tells the sender', async () => {
      const { bounce, timeline, message } = await notified();
      const [{ id }] = (await gateway.rows('select mail_id as id from messages where id = $1', [
        message,
      ])) as [{ id: string }];
      assert.equal((await comeBack(bounce, dsn('failed', '5.1.1', '550 5.1.1 No such user'))).code, 250);
      const { types, state } = await timeline();
      assert.equal(types.at(-1), 'delivery.notice_failed');
      assert.equal(state, 'bounced');
      await gather();
      const mail = await gateway.waitFor(({ to, text }) => to === 'sag@havn.example' && text.includes(id));
      assert.match(mail.text, /ana@example\.com/);
      assert.doesNotMatch(mail.text, /Emne \d|\+45/);
    });

    for (const [action, code, type] of [
      ['delayed', '4.4.1', 'delivery.notice_delayed'],
      ['delivered', '2.0.0', 'delivery.notice_confirmed'],
      ['relayed', '2.0.0', 'delivery.notice_relayed'],
    ] as const) {
      it(`of a notice that was ${action} is on the timeline with server and words, which are committed`, async () => {
        const { bounce, timeline, delivery } = await notified();
        assert.equal((await comeBack(bounce.toUpperCase(), dsn(action, code))).code, 250);
        const { types, state } = await timeline();
        assert.equal(types.at(-1), type);
        assert.equal(state, 'notified');
        const [event] = await gateway.rows<{ details: object; fields: object; committed: boolean }>(
          `select e.details, f.fields, e.commitment is not null as committed
            from events e join event_fields f on f.event = e.id where e.delivery = $1 order by e.seq desc limit 1`,
          [delivery],
        );
        assert.deepEqual(event, {
          details: { via: 'report', report: action, reminder: false, code },
          fields: { reply: 'what the server said', server: 'mail.example.com', email: 'ana@example.com' },
          committed: true,
        });
      });
    }

    it('fifty times is recorded five times', async () => {
      const { bounce, timeline } = await notified();
      const client = await Client.greeted(gateway.port, stranger);
      const mail = { from: '', to: [bounce], data: crlf(dsn('failed', '5.1.1')) };
      for (let times = 0; times < 50; times += 1) assert.equal((await transact(client, mail)).code, 250);
      client.cut();
      assert.equal((await timeline()).types.filter((type) => type === 'delivery.notice_failed').length, 5);
    });

    it('from a machine that we do not understand is kept as words, and changes nothing', async () => {
      const { bounce, timeline, delivery } = await notified();
      const mail = plain('From: MAILER-DAEMON@odd.example\nSubject: Zyxw', 'Qwertz asdf yxcv.');
      assert.equal((await comeBack(bounce, mail)).code, 250);
      assert.equal((await timeline()).state, 'notified');
      const [event] = await gateway.rows<{ report: string; reply: string }>(
        `select e.details ->> 'report' as report, f.fields ->> 'reply' as reply
          from events e join event_fields f on f.event = e.id where e.delivery = $1 order by e.seq desc limit 1`,
        [delivery],
      );
      assert.equal(event!.report, 'unclear');
      assert.match(event!.reply, /Qwertz/);
    });

    it('of somebody out of office does nothing at either address', async () => {
      const { bounce, reply, timeline } = await notified('ooo@example.com');
      const before = await timeline();
      const machines = [
        'Auto-Submitted: auto-replied',
        'Precedence: bulk',
        'Precedence: auto_reply',
        'X-Autoreply: yes',
        'List-Id: <list.example>',
        'X-Auto-Response-Suppress: All',
      ];
      for (const to of [bounce, reply]) {
        for (const field of machines) {
          const mail = plain(`From: ${person}\nSubject: Re: Sikker besked\n${field}`, 'I am away');
          for (const from of ['', 'ana@example.com']) {
            if (from === '' && !/Auto-Submitted|Autoreply|auto_reply/.test(field)) continue;
            assert.equal((await comeBack(to, mail, from)).code, 250, field);
          }
        }
        const absent = plain(`From: ${person}\nSubject: Ikke til stede: Sikker besked`, 'Tilbage mandag');
        assert.equal((await comeBack(to, absent, 'ana@example.com')).code, 250);
      }
      assert.deepEqual(await timeline(), before);
      await idle();
      assert.equal((await mailsTo('ooo@example.com')).length, 1, 'the notice alone');
    });

    it('to an address that we did not make is refused, from strangers and systems alike', async () => {
      const { bounce, reply } = await notified();
      const cut = bounce.replace(/.(?=@)/, '');
      const crossed = reply.replace(/^r/, 'b');
      for (const to of [cut, crossed, `x${bounce}`, `b-a-b@${bounces}`, `@${bounces}`, `f-aa-s@${bounces}`]) {
        for (const ip of [stranger, undefined]) {
          const answer = await gateway.send({ from: '', to: [to], data: crlf(dsn('failed', '5.1.1')) }, ip);
          assert.ok(answer.code >= 500 && answer.code < 560, `${to}: ${answer.text}`);
        }
      }
      assert.equal((await comeBack('ana@example.com', 'Subject: x\n\nx')).code, 550);
    });

    it('as an answer of a person gets one answer, to the recipient alone, whoever writes', async () => {
      const { reply, timeline } = await notified('svarer@example.com');
      const text = 'Pærevælling-Kvæsthusbrøndvogn';
      const mail = plain(
        `From: Eve <eve@evil.example>\nReply-To: eve@evil.example\nSubject: Re: ${text}`,
        text,
      );
      assert.equal((await comeBack(reply, mail, 'eve@evil.example')).code, 250);
      const answer = await gateway.waitFor(
        ({ to, raw }) => to === 'svarer@example.com' && raw!.includes('auto-replied'),
      );
      assert.match(answer.raw!, /^Auto-Submitted: auto-replied\r$/m);
      assert.match(answer.raw!, /^X-Segl-Installation: /m);
      assert.match(answer.text, /Dit svar|din tekst er ikke gemt/);
      const path = answer.text.match(/\/m\/[\w-]{43}/)![0];
      assert.equal((await fetch(`${gateway.url}${path}`)).status, 200, 'the way in works');
      assert.equal((await timeline()).types.filter((type) => type === 'delivery.notice_answered').length, 1);
      for (let times = 0; times < 3; times += 1) await comeBack(reply, mail, 'ana@example.com');
      await idle();
      assert.equal((await mailsTo('svarer@example.com')).length, 2, 'the notice and one answer');
      assert.equal((await mailsTo('eve@evil.example')).length, 0);
      assert.equal((await timeline()).types.filter((type) => type === 'delivery.notice_answered').length, 1);

      const kept = new Map<string, Buffer>([
        ['log', Buffer.from(gateway.logged.join('\n'))],
        ['outbox', Buffer.from(JSON.stringify(await gateway.outbox()))],
        ...filesBelow(gateway.data),
      ]);
      const tables = await gateway.rows<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'public'",
      );
      for (const { name } of tables) {
        const { rows } = await gateway.db.owner.query<{ row: string }>(
          `select t::text as row from "${name}" t`,
        );
        kept.set(name, Buffer.from(rows.map(({ row }) => row).join('\n')));
      }
      for (const needle of [text, 'evil.example']) assert.deepEqual(find(kept, needle), [], needle);
      assert.notDeepEqual(find(kept, 'svarer@example.com'), [], 'what is there is found');
    });

    it('as an answer at the return path is answered, too, and under the null sender it is not', async () => {
      const { bounce, reply, timeline } = await notified('retur@example.com');
      const mail = plain(`From: ${person}\nSubject: Re: Sikker besked`, 'Tak for det');
      await comeBack(reply, mail, '');
      assert.equal((await timeline()).types.includes('delivery.notice_answered'), false);
      await comeBack(bounce, mail, 'ana@example.com');
      await idle();
      assert.equal((await mailsTo('retur@example.com')).length, 2);
    });

    it('as an answer to what has ended gets none', async () => {
      const mail = plain(`From: ${person}\nSubject: Re: Sikker besked`, 'Tak');
      for (const ending of [
        "status = 'recalled'",
        "status = 'bounced'",
        "expires_at = now() - interval '1 minute'",
      ]) {
        const { reply, delivery, timeline } = await notified('ended@example.com');
        await gateway.rows(`update deliveries set ${ending} where id = $1`, [delivery]);
        assert.equal((await comeBack(reply, mail, 'ana@example.com')).code, 250);
        assert.equal((await timeline()).types.includes('delivery.notice_answered'), false, ending);
      }
    });

    it('of a failure mail tells compliance, once, and a failure mail makes no other', async () => {
      const message = messageIn(await gateway.send({ data: mailOf({ headers: [] }) }));
      await gather();
      let notice = '';
      await until('told', 15, async () => {
        const rows = await gateway.rows<{ id: string | null }>(
          'select sender_notice as id from failures where message_id = $1',
          [message],
        );
        notice = rows[0]?.id ?? '';
        return notice !== '';
      });
      await idle();
      const before = (await mailsTo('dpo@havn.example')).length;
      const address = `${failureNoticeAddress({ notice, to: 'sender' })}@${bounces}`;
      for (let times = 0; times < 3; times += 1) {
        assert.equal((await comeBack(address, dsn('failed', '5.1.1'))).code, 250);
        await idle();
      }
      await comeBack(address, dsn('delayed', '4.4.1'));
      await comeBack(address, plain(`From: ${person}\nSubject: Re: x`, 'Tak'), 'sag@havn.example');
      await gather();
      await idle();
      assert.equal((await mailsTo('dpo@havn.example')).length, before + 1);
      assert.equal((await gateway.rows('select from failures where message_id = $1', [message])).length, 1);
    });
  },
  { SEGL_COMPLIANCE_MAIL: 'dpo@havn.example' },
);

async function timelineOf(gateway: Gateway, message: string): Promise<{ types: string[]; state: string }> {
  const answer = await gateway.get(`/api/v1/messages/${message}`);
  const { deliveries } = (await answer.json()) as {
    deliveries: { status: string; timeline: { type: string }[] }[];
  };
  return { types: deliveries[0]!.timeline.map(({ type }) => type), state: deliveries[0]!.status };
}
