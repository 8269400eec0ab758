import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { linkTo, openLink, Visitor } from '../web/visitor.ts';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

withGateway('What the recipient reads of a mail', (gateway) => {
  before(async () => {
    const rules = [{ subjectTag: '[sikker]' }, { recipientDomain: 'example.com' }];
    const answer = await fetch(`${gateway.url}/api/v1/policy`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ gateway: { secure: 'by_rule', rules } }),
    });
    assert.equal(answer.status, 200);
  });

  const read = async (to: string, data: string, phone = '+4520123456') => {
    messageIn(await gateway.send({ to: [to], data }));
    const token = await linkTo(gateway, to);
    const visitor = new Visitor(gateway.url);
    await openLink(visitor, gateway, token, phone);
    return { visitor, page: (await visitor.get(`/m/${token}`)).text };
  };

  it('is the subject without the number and without the tag that sealed it', async () => {
    const to = 'emne@example.com';
    const { page } = await read(
      to,
      mailOf({ to, subject: '[SIKKER] Svar på =?utf-8?q?bes=C3=B8g?= [+45 20 12 34 56]' }),
    );
    assert.match(page, /Svar på besøg/);
    assert.doesNotMatch(page, /sikker\]|20 ?12 ?34/i);
  });

  it('is the text as it was written, dots and all', async () => {
    const to = 'prik@example.com';
    const body = 'Første\r\n.\r\n..to prikker\r\n...\r\nSidste æøå\r\n';
    const { page } = await read(to, mailOf({ to, body, headers: [phoneLine(to)] }));
    assert.match(
      page,
      /Første\s*(<br>)?\s*\.\s*(<br>)?\s*\.\.to prikker\s*(<br>)?\s*\.\.\.\s*(<br>)?\s*Sidste æøå/,
    );
  });

  it('is the file that was sent, byte for byte', async () => {
    const to = 'fil@example.com';
    const { page, visitor } = await read(to, mailWithFile(300_000, { to, headers: [phoneLine(to)] }));
    assert.match(page, /bilag\.pdf/);
    const [path] = page.match(/\/m\/[\w-]{43}\/attachments\/[\w-]+/) ?? [];
    const file = await visitor.get(path!);
    assert.ok(file.bytes.equals(Buffer.alloc(300_000, 'segl ')));
  });
});
