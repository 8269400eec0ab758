import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseSmtpUrl } from '../../../src/backends/mailer/smtp-url.ts';

it("reads a mail server's address, with the usual port for what it says", () => {
  assert.deepEqual(parseSmtpUrl('smtp://relay.example'), {
    host: 'relay.example',
    port: 25,
    implicitTls: false,
  });
  assert.deepEqual(parseSmtpUrl('smtp://[::1]:2525/'), { host: '::1', port: 2525, implicitTls: false });
  assert.deepEqual(parseSmtpUrl('smtp://segl%40a.example:p%3Aw%2F@mail.example'), {
    host: 'mail.example',
    port: 587,
    implicitTls: false,
    credentials: { user: 'segl@a.example', pass: 'p:w/' },
  });
  assert.equal(parseSmtpUrl('smtps://a:b@mail.example').port, 465);
});

it('refuses options that it would not heed', () => {
  for (const url of ['smtps://mail.example?pool=1', 'smtp://mail.example#x', 'smtp://mail.example:99999']) {
    assert.throws(() => parseSmtpUrl(url), /^RangeError: The mail server's address/);
  }
});
