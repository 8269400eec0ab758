import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { Client } from './support/client.ts';
import { trusted, withGateway } from './support/gateway.ts';

const stranger = '127.0.0.2';

withGateway('The beginning of a connection', (gateway) => {
  it('offers what it can, and AUTH only where nobody else hears it', async () => {
    const client = await Client.open(gateway.port, stranger);
    const greeting = await client.expect(220);
    assert.match(greeting.text, /^220 localhost ESMTP/);
    const plain = await client.say('EHLO client.example', 250);
    const offered = plain.lines.slice(1).sort();
    assert.deepEqual(offered, [
      '8BITMIME',
      'DSN',
      'ENHANCEDSTATUSCODES',
      'PIPELINING',
      `SIZE ${150 * 1024 * 1024}`,
      'SMTPUTF8',
      'STARTTLS',
    ]);
    await client.startTls();
    const secured = await client.say('EHLO client.example', 250);
    assert.ok(secured.lines.includes('AUTH PLAIN LOGIN'), secured.text);
    assert.ok(!secured.lines.includes('STARTTLS'), secured.text);
    client.cut();
  });

  it('lets a stranger wait for the greeting, and hangs up on one who talks before', async () => {
    const client = await Client.open(gateway.port, stranger);
    client.write('EHLO early.example\r\n');
    assert.equal((await client.reply()).code, 421);
    await client.end;
  });

  it('greets a trusted system at once, whatever it has said already', async () => {
    for (let round = 0; round < 20; round += 1) {
      const socket = connect({ port: gateway.port, host: '127.0.0.1', localAddress: trusted });
      socket.write('EHLO early.example\r\nQUIT\r\n');
      let said = '';
      for await (const bytes of socket) said += bytes.toString();
      assert.match(said, /^220 [^]*\r\n250 SIZE[^]*221 /m, said);
    }
  });

  it('also greets at once whom a system of the database trusts', async () => {
    await gateway.addSystem('kyst', ['*@kyst.example'], { networks: ['127.0.0.7/32'] });
    await until('greeted at once', 10, async () => {
      const client = await Client.open(gateway.port, '127.0.0.7');
      client.write('EHLO early.example\r\n');
      const { code } = await client.reply();
      client.cut();
      return code === 220;
    });
  });

  it('forgets in TLS what was said before, and drops what was smuggled in front of it', async () => {
    const client = await Client.greeted(gateway.port);
    await client.say('MAIL FROM:<sag@havn.example>', 250);
    await client.startTls();
    assert.equal((await client.ask('RCPT TO:<ana@example.com>')).code, 503);
    client.cut();

    const smuggler = await Client.greeted(gateway.port);
    smuggler.write('STARTTLS\r\nNOOP\r\nMAIL FROM:<sag@havn.example>\r\n');
    await smuggler.expect(220);
    await smuggler.shakeHands();
    assert.equal((await smuggler.say('EHLO client.example', 250)).lines[0], 'localhost at your service');
    assert.equal((await smuggler.ask('RCPT TO:<ana@example.com>')).code, 503);
    smuggler.cut();
  });

  it('survives connections that end before they have begun', async () => {
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect({ port: gateway.port, host: '127.0.0.1' });
        socket.on('error', () => undefined);
        socket.on('connect', () => socket.resetAndDestroy());
        await new Promise((resolve) => socket.once('close', resolve));
      }),
    );
    const client = await Client.greeted(gateway.port, stranger);
    await client.say('QUIT', 221);
    await client.end;
  });

  it('hangs up on a stranger who makes one mistake after the other', async () => {
    const client = await Client.greeted(gateway.port, stranger);
    await client.say('MAIL FROM:<x@foreign.example>', 250);
    const codes: number[] = [];
    for (;;) {
      const { code } = await client.ask('RCPT TO:<someone@foreign.example>');
      codes.push(code);
      if (code === 421) break;
      assert.ok(codes.length < 100, 'it goes on and on');
    }
    await client.end;
    assert.deepEqual([...new Set(codes)], [550, 421]);
  });

  it('knows nothing of commands that are not for mail', async () => {
    const client = await Client.greeted(gateway.port);
    for (const command of [
      'WIZ x',
      'SHELL',
      'KILL',
      'XCLIENT ADDR=127.0.0.1',
      'XFORWARD ADDR=1.2.3.4',
      'BDAT 1',
    ]) {
      const { code } = await client.ask(command);
      assert.ok(code === 500 || code === 550, `${command}: ${code}`);
    }
    client.cut();
    const web = await Client.greeted(gateway.port);
    assert.equal((await web.ask('GET / HTTP/1.1')).code, 421);
    await web.end;
  });
});
