import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { composeMail } from '../../../src/backends/mailer/compose.ts';
import { smtpMailer } from '../../../src/backends/mailer/smtp.ts';
import { smtpSink } from '../../support/smtp-sink.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const dkim = {
  domain: 'segl.example',
  selector: 'segl',
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

/** The name server of segl.example, whose one record is our public key. */
async function resolver(name: string, type: string): Promise<string[][]> {
  if (type === 'TXT' && name === 'segl._domainkey.segl.example') return [[record]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
}

async function arriveSigned(): Promise<Buffer> {
  const sink = await smtpSink();
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}`, dkim });
  try {
    const raw = composeMail({
      from: { name: 'Økonomi', address: 'post@segl.example' },
      to: { name: 'Åse', address: 'ana@example.com' },
      subject: 'Ny besked på vej',
      text: 'Kære Åse\n.\n\nen linje med mellemrum \n\n\n',
      html: '<p>Kære Åse</p>',
      messageId: '1@segl.example',
      date: new Date(),
    });
    const outcome = await mailer.send({
      from: 'b@segl.example',
      to: 'ana@example.com',
      raw,
      subject: '',
      text: '',
    });
    assert.equal(outcome.outcome, 'handed_over');
    return sink.received[0]!.raw;
  } finally {
    await mailer.close();
    await sink.close();
  }
}

const verdict = async (raw: Buffer) => {
  const { results } = await dkimVerify(raw, { resolver });
  return results.map(({ signingDomain, status }) => [signingDomain, status.result]);
};

describe('The DKIM signature of a mail that arrived', () => {
  it('holds for a verifier that is not ours, and covers what people see', async () => {
    const raw = await arriveSigned();
    assert.deepEqual(await verdict(raw), [['segl.example', 'pass']]);
    const signed = /[; ]h=([^;]+);/
      .exec(raw.toString().replace(/\r\n[ \t]+/g, ''))![1]!
      .toLowerCase()
      .split(':');
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'content-type'])
      assert.ok(signed.includes(name));
  });

  it('breaks when subject or text is touched', async () => {
    const raw = (await arriveSigned()).toString();
    for (const touched of [
      raw.replace('Message-ID: <1@', 'Message-ID: <2@'),
      raw.replace('linje', 'linie'),
    ]) {
      assert.notEqual(touched, raw);
      const [only] = await verdict(Buffer.from(touched));
      assert.notEqual(only?.[1], 'pass');
    }
  });
});
