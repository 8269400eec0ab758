import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { composeMail } from '../../../src/backends/mailer/compose.ts';
import { smtpMailer } from '../../../src/backends/mailer/smtp.ts';
import { type ForeignSmtp, foreignSmtpMissing, startForeignSmtp } from '../../support/foreign-smtp.ts';
import { trustLocalhost } from '../../support/smtp-sink.ts';

describe('A mail server of another make', { skip: foreignSmtpMissing }, () => {
  before(trustLocalhost);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  let server: ForeignSmtp;

  before(async () => {
    server = await startForeignSmtp(record);
  });
  after(() => server.close());

  const mail = (to: string) => ({
    from: 'bounce@segl.example',
    to,
    subject: '',
    text: '',
    raw: composeMail({
      from: { name: 'Økonomi', address: 'post@segl.example' },
      to: { name: 'Åse', address: to },
      subject: 'Ny besked på vej',
      text: 'Kære Åse\n.\nHej\n',
      html: '<p>Kære Åse</p>',
      messageId: '1@segl.example',
      date: new Date(),
    }),
  });

  it('takes signed mail over STARTTLS and sign-in, ASCII address or not, and refuses as it likes', async () => {
    const mailer = smtpMailer({
      url: `smtp://segl:secret@localhost:${server.port}`,
      dkim: { domain: 'segl.example', selector: 's', key },
    });
    try {
      await mailer.check();
      for (const to of ['ana@example.com', 'åse@example.com']) {
        const sent = mail(to);
        assert.equal((await mailer.send(sent)).outcome, 'handed_over');
        const kept = await server.next();
        assert.deepEqual(
          [kept.from, kept.to, kept.tls, kept.signed],
          ['bounce@segl.example', [to], true, true],
        );
        assert.ok(kept.raw.includes(sent.raw));
      }
      assert.equal((await mailer.send(mail('gone@example.com'))).outcome, 'refused');
      assert.equal((await mailer.send(mail('later@example.com'))).outcome, 'deferred');
    } finally {
      await mailer.close();
    }
  });

  it('does not let in who has a wrong password', async () => {
    const mailer = smtpMailer({ url: `smtp://segl:wrong@localhost:${server.port}` });
    await assert.rejects(mailer.send(mail('ana@example.com')), /The mail does not answer/);
    await mailer.close();
  });
});
