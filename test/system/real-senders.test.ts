/** Programs that were not written here send through the gateway as their users would have them do it. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from '../support/app.ts';
import { type Postfix, startPostfix, whyNoPostfix } from '../support/postfix.ts';
import { type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';

const run = promisify(execFile);
const noSwaks =
  spawnSync('sh', ['-c', 'command -v swaks && perl -MNet::SSLeay -e 1']).status !== 0 &&
  'needs the Debian packages swaks and libnet-ssleay-perl';

interface Overview {
  id: string;
  from: string;
  deliveries: { email: string; status: string; reason?: string }[];
}

describe('Other programs send through the gateway', () => {
  let place: Scratch;
  let segl: Segl;
  let smtp: number;
  let account: { id: string; secret: string };
  before(async () => {
    place = scratch();
    smtp = await freePort();
    segl = await startSegl(place, {
      env: { SEGL_SMTP: `127.0.0.1:${smtp}`, SEGL_SMTP_TRUSTED: '127.0.0.1=post office' },
    });
    const made = await segl.post('/api/v1/systems', { name: 'Post office', from: ['*@havn.example'] });
    account = (await made.json()) as typeof account;
  });
  after(async () => {
    await segl?.kill();
    await place?.remove();
  });

  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${segl.url}/api/v1${path}`, { headers: { authorization: `Bearer ${segl.token}` } })).json();
  /** The message to this one address. */
  async function messageTo(email: string): Promise<Overview> {
    const { messages } = (await get('/messages?limit=100')) as { messages: Overview[] };
    const found = await Promise.all(messages.map(({ id }) => get(`/messages/${id}`) as Promise<Overview>));
    const fitting = found.filter(({ deliveries }) => deliveries.some((each) => each.email === email));
    assert.equal(fitting.length, 1);
    return fitting[0]!;
  }

  it('swaks, signed in over STARTTLS, with a file', { skip: noSwaks }, async () => {
    const file = join(place.folder, 'afgørelse.bin');
    writeFileSync(file, randomBytes(200_000));
    const { stdout } = await run('swaks', [
      ...['--server', `127.0.0.1:${smtp}`, '--tls', '--auth', 'LOGIN'],
      ...['--auth-user', account.id, '--auth-password', account.secret],
      ...[
        '--from',
        'anne@havn.example',
        '--to',
        'swaks@example.com',
        '--h-X-Segl-Phone',
        'swaks@example.com 20123456',
      ],
      ...['--header', 'Subject: Fra swaks', '--body', 'Hej', '--attach', `@${file}`],
    ]);
    assert.match(stdout, /250 2\.6\.0 Taken as .*: 1 to be notified/);
    assert.deepEqual((await messageTo('swaks@example.com')).deliveries[0]?.reason, undefined);
    await segl.waitFor(({ kind, to }) => kind === 'mail' && to === 'swaks@example.com');
  });

  it('Python’s smtplib, with letters of all kinds', async () => {
    const script = `
import smtplib, ssl, sys
from email.message import EmailMessage
port, user, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3]
mail = EmailMessage()
mail['From'] = 'Børge Åkesson <boerge@havn.example>'
mail['To'] = 'python@example.com, "Uden, telefon" <none@example.com>'
mail['Subject'] = 'Smørrebrød, 日本語 og 🧜'
mail['X-Segl-Phone'] = 'python@example.com +46701740605'
mail.set_content('Hej – 日本語\\n.\\n..\\n')
mail.add_alternative('<p>Hej – <b>日本語</b></p>', subtype='html')
mail.add_attachment(b'\\x00\\x01' * 5000, maintype='application', subtype='octet-stream', filename='blåbær.bin')
context = ssl._create_unverified_context()
with smtplib.SMTP('127.0.0.1', port) as smtp:
    smtp.starttls(context=context)
    smtp.login(user, secret)
    refused = smtp.send_message(mail)
    try:
        smtp.sendmail('someone@elsewhere.example', ['python@example.com'], 'Subject: x\\n\\nx')
        print('taken')
    except smtplib.SMTPSenderRefused as error:
        print(error.smtp_code, error.smtp_error.decode())
    print(refused)
`;
    const { stdout } = await run('/usr/bin/python3', [
      '-c',
      script,
      String(smtp),
      account.id,
      account.secret,
    ]);
    assert.match(stdout, /^553 5\.7\.1 .*may not send as someone@elsewhere\.example/);
    assert.match(stdout, /\{\}\s*$/);
    const { deliveries } = await messageTo('python@example.com');
    assert.deepEqual(
      deliveries.map(({ email, reason }) => [email, reason]),
      [
        ['python@example.com', undefined],
        ['none@example.com', 'no_phone'],
      ],
    );
  });

  describe('Postfix, as the relay of an organisation', { skip: whyNoPostfix() ?? noSwaks }, () => {
    // Not within the scratch folder, which other accounts may not enter.
    let folder: string;
    let postfix: Postfix;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'segl-postfix-'));
      postfix = await startPostfix(folder, smtp, 'relays');
    });
    after(async () => {
      await postfix?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('hands mail on, and keeps what is deferred until it is taken', async () => {
      const mail = (to: string, subject: string) => [
        ...['--server', `127.0.0.1:${postfix.port}`, '--from', 'anne@havn.example', '--to', to],
        ...['--header', `Subject: ${subject}`, '--body', 'Hej'],
      ];
      await run('swaks', mail('first@example.com', 'A [+4520123456]'));
      await until('taken', 30, async () =>
        (await segl.outbox()).some(({ to }) => to === 'first@example.com'),
      );

      const { port, token, data } = segl;
      assert.equal((await segl.term()).code, 0);
      await run('swaks', mail('second@example.com', 'B [+4520123457]'));
      await until('deferred', 30, async () => (await postfix.queued()) === 1);
      segl = await startSegl(place, {
        port,
        token,
        data,
        env: { SEGL_SMTP: `127.0.0.1:${smtp}`, SEGL_SMTP_TRUSTED: '127.0.0.1=post office' },
      });
      await postfix.send();
      await until('taken', 30, async () =>
        (await segl.outbox()).some(({ to }) => to === 'second@example.com'),
      );
      await until('empty', 30, async () => (await postfix.queued()) === 0);
      assert.equal((await messageTo('second@example.com')).from, 'anne@havn.example');
    });

    it('hears a refusal as what it is, and sends its own report', async () => {
      await run('swaks', [
        ...['--server', `127.0.0.1:${postfix.port}`, '--from', 'mallory@elsewhere.example'],
        ...['--to', 'third@example.com', '--header', 'Subject: C', '--body', 'Hej'],
      ]);
      await until('given up', 30, async () => (await postfix.queued()) === 0);
      assert.equal(
        (await segl.outbox()).some(({ to }) => to === 'third@example.com'),
        false,
      );
    });
  });
});
