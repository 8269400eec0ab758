import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway(
  'Networks that need no AUTH',
  (gateway) => {
    const sendAs = (name: string, from: string) =>
      gateway.send(
        { from: `x@${name}.example`, data: mailOf({ from: `x@${name}.example`, headers: [phoneLine()] }) },
        from,
      );
    const systemOf = async (id: string) =>
      (
        await gateway.rows<{ name: string }>(
          'select s.name from messages m join systems s on s.id = m.system_id where m.id = $1',
          [id],
        )
      )[0]!.name;

    it('has each network be its system; of networks within each other the narrowest counts', async () => {
      await gateway.addSystem('kyst');
      await gateway.addSystem('molen');
      for (const [address, name] of [
        ['127.0.0.1', 'havn'],
        ['127.1.0.1', 'kyst'],
        ['127.1.2.1', 'molen'],
        ['127.1.2.9', 'havn'],
        ['127.1.3.1', 'kyst'],
      ] as const) {
        assert.equal(await systemOf(messageIn(await sendAs(name, address))), name, address);
      }
      const wrong = await sendAs('kyst', '127.1.2.1');
      assert.equal(wrong.code, 553, 'the narrowest, and no other');
    });

    it('takes the networks that a system has by itself, before the wider ones of the settings', async () => {
      await gateway.addSystem('dok', undefined, { networks: ['127.1.4.0/24', '127.2.0.0/16'] });
      await until('known', 10, async () => (await sendAs('dok', '127.2.0.1')).code === 250);
      assert.equal(await systemOf(messageIn(await sendAs('dok', '127.1.4.1'))), 'dok');
      assert.equal(await systemOf(messageIn(await sendAs('kyst', '127.1.5.1'))), 'kyst');
    });

    it('says which system is missing where the setting names one that nobody has made', async () => {
      const reply = await sendAs('bryggen', '127.3.0.1');
      assert.equal(reply.code, 550);
      assert.match(reply.text, /^550 5\.7\.1 .*SEGL_SMTP_TRUSTED.*"bryggen".*administrator/);
      await gateway.addSystem('bryggen');
      assert.equal((await sendAs('bryggen', '127.3.0.1')).code, 250, 'and from then on it is trusted');
    });

    it('trusts no neighbour', async () => {
      const reply = await sendAs('havn', '127.0.0.2');
      assert.equal(reply.code, 550);
      assert.match(reply.text, /^550 5\.7\.1 .*STARTTLS.*AUTH/);
    });

    it('trusts a network no longer once its system is revoked', async () => {
      await gateway.rows("update systems set revoked_at = now() where name = 'molen'");
      await until('refused', 10, async () => (await sendAs('molen', '127.1.2.1')).code === 550);
    });
  },
  {
    SEGL_SMTP_TRUSTED:
      '127.1.0.0/16=KYST,127.1.2.0/24=molen,127.1.2.9=havn,127.0.0.1=havn,127.3.0.0/16=bryggen',
  },
);
