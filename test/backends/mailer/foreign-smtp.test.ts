import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { composeMail } from '../../../src/backends/mailer/compose.ts';
import { smtpMailer } from '../../../src/backends/mailer/smtp.ts';
import { trustLocalhost } from '../../support/smtp-sink.ts';

const python = '/usr/bin/python3';
const missing =
  spawnSync(python, ['-c', 'import aiosmtpd, dkim']).status !== 0 &&
  'needs the Debian packages python3-aiosmtpd and python3-dkim';

interface Kept {
  from: string;
  to: string[];
  signed: boolean;
  tls: boolean;
  raw: string;
}

describe('A mail server of another make', { skip: missing }, () => {
  before(trustLocalhost);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  const here = (name: string) => fileURLToPath(new URL(`../../support/${name}`, import.meta.url));
  let server: ReturnType<typeof start>;
  let port: number;

  const start = () => {
    const child = spawn(python, [here('foreign-smtp.py'), here('localhost.pem'), 'segl', 'secret', record], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  };
  before(async () => {
    server = start();
    port = Number((await server.lines.next()).value);
  });
  after(() => server.child.kill());

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
      url: `smtp://segl:secret@localhost:${port}`,
      dkim: { domain: 'segl.example', selector: 's', key },
    });
    try {
      await mailer.check();
      for (const to of ['ana@example.com', 'åse@example.com']) {
        const sent = mail(to);
        assert.equal((await mailer.send(sent)).outcome, 'handed_over');
        const kept = JSON.parse((await server.lines.next()).value as string) as Kept;
        assert.deepEqual(
          [kept.from, kept.to, kept.tls, kept.signed],
          ['bounce@segl.example', [to], true, true],
        );
        assert.ok(Buffer.from(kept.raw, 'base64').includes(sent.raw));
      }
      assert.equal((await mailer.send(mail('gone@example.com'))).outcome, 'refused');
      assert.equal((await mailer.send(mail('later@example.com'))).outcome, 'deferred');
    } finally {
      await mailer.close();
    }
  });

  it('does not let in who has a wrong password', async () => {
    const mailer = smtpMailer({ url: `smtp://segl:wrong@localhost:${port}` });
    await assert.rejects(mailer.send(mail('ana@example.com')), /The mail does not answer/);
    await mailer.close();
  });
});
