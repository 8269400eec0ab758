import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { type SmtpTimeouts, smtpMailer } from '../../../src/backends/mailer/smtp.ts';
import { type Mailer, type MailOutcome, NoSecureWay } from '../../../src/delivery/ports.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { exampleMail, mailerContract } from '../../contracts/mailer.ts';
import {
  cut,
  type Sink,
  type SinkOptions,
  scriptedServer,
  smtpSink,
  trustLocalhost,
} from '../../support/smtp-sink.ts';

before(trustLocalhost);

const credentials = { user: 'segl', pass: 'p@ss:wörd/%' };
const signIn = `${credentials.user}:${encodeURIComponent(credentials.pass)}@`;

mailerContract('SMTP', async () => {
  const sink = await smtpSink({ tls: 'starttls', credentials });
  return {
    mailer: smtpMailer({ url: `smtp://${signIn}localhost:${sink.port}` }),
    arrived: async () => sink.received.map(({ to, raw }) => ({ to: to.join(), raw: raw.toString() })),
    close: () => sink.close(),
  };
});

/** Runs `work` against a server with these manners, over a mailer at `url(port)`. */
async function against(
  options: SinkOptions,
  work: (mailer: Mailer, sink: Sink) => Promise<void>,
  url = (port: number) => `smtp://127.0.0.1:${port}`,
): Promise<void> {
  const sink = await smtpSink(options);
  const mailer = smtpMailer({ url: url(sink.port) });
  try {
    await work(mailer, sink);
  } finally {
    await mailer.close();
    await sink.close();
  }
}

type Script = Parameters<typeof scriptedServer>[0];

/** The same against a server of which every word is written here. */
async function againstScript(
  script: Script,
  work: (mailer: Mailer, lines: readonly string[]) => Promise<void>,
  timeouts: Partial<SmtpTimeouts> = {},
  login = '',
): Promise<void> {
  const server = await scriptedServer(script);
  const mailer = smtpMailer({ url: `smtp://${login}127.0.0.1:${server.port}`, timeouts });
  try {
    await work(mailer, server.lines);
  } finally {
    await mailer.close();
    await server.close();
  }
}

/** The words of a server that takes everything, offering these extensions. */
const friendly =
  (...extensions: string[]) =>
  (line: string) => {
    if (line === '') return '220 here\r\n';
    if (line.startsWith('EHLO'))
      return `${['here', ...extensions].map((word) => `250-${word}\r\n`).join('')}250 HELP\r\n`;
    if (line === 'DATA') return '354 go on\r\n';
    return /^(MAIL|RCPT|RSET|QUIT|\.$)/.test(line) ? '250 fine\r\n' : undefined;
  };

const unavailable = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Unavailable);
  assert.equal(error.part, 'mail');
  assert.match((error.cause as Error).message, words);
  return true;
};

describe('A server that says no', () => {
  const cases: readonly [string, SinkOptions, MailOutcome['outcome'], RegExp][] = [
    ['550 to RCPT', { onRcpt: () => ({ code: 550, words: 'No such user' }) }, 'refused', /550.*No such user/],
    ['501 to RCPT', { onRcpt: () => ({ code: 501, words: 'Bad address' }) }, 'refused', /501.*Bad address/],
    ['450 to RCPT', { onRcpt: () => ({ code: 450, words: 'Greylisted' }) }, 'deferred', /450.*Greylisted/],
    [
      '554 to the content',
      { onData: () => ({ code: 554, words: 'Not wanted' }) },
      'refused',
      /554.*Not wanted/,
    ],
    [
      '452 to the content',
      { onData: () => ({ code: 452, words: 'Disk full' }) },
      'deferred',
      /452.*Disk full/,
    ],
    ['451 to MAIL', { onMail: () => ({ code: 451, words: 'Later' }) }, 'deferred', /451.*Later/],
  ];
  for (const [what, options, outcome, reply] of cases) {
    it(`answers ${what}: ${outcome}`, () =>
      against(options, async (mailer, sink) => {
        const result = await mailer.send(exampleMail('ana@example.com'));
        assert.equal(result.outcome, outcome);
        assert.match(result.reply, reply);
        assert.equal(sink.received.length, 0);
      }));
  }

  it('refuses one recipient, and the next mail goes', () =>
    against(
      { onRcpt: (to) => (to.startsWith('gone') ? { code: 550, words: 'Gone' } : undefined) },
      async (mailer, sink) => {
        assert.equal((await mailer.send(exampleMail('gone@example.com'))).outcome, 'refused');
        assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
        assert.equal(sink.received.length, 1);
      },
    ));

  for (const code of [550, 553]) {
    it(`answers ${code} to MAIL: our own configuration, so nobody bounces`, () =>
      against({ onMail: () => ({ code, words: 'Sender ana@example.com not owned' }) }, async (mailer) => {
        await assert.rejects(
          mailer.send(exampleMail('ana@example.com')),
          unavailable(/EENVELOPE at MAIL FROM.*an address not owned/),
        );
      }));
  }

  for (const [code, words] of [
    [530, 'Authentication required'],
    [503, 'Bad sequence'],
    [555, 'Parameters not recognised'],
  ] as const) {
    it(`answers ${code} to RCPT: says nothing about the recipient`, () =>
      against({ onRcpt: () => ({ code, words }) }, async (mailer) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/RCPT TO/));
      }));
  }

  it('cannot fill our tables with its words', () =>
    against({ onRcpt: () => ({ code: 550, words: 'x'.repeat(5000) }) }, async (mailer) => {
      assert.ok((await mailer.send(exampleMail('ana@example.com'))).reply.length <= 500);
    }));
});

describe('Sign-in and TLS', () => {
  it('signs in over STARTTLS, and asks for notifications', () =>
    against(
      { tls: 'starttls', credentials },
      async (mailer, sink) => {
        assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
        const [mail] = sink.received;
        assert.equal(mail?.secure, true);
        assert.equal(mail?.user, credentials.user);
        assert.deepEqual(mail?.notify, ['SUCCESS', 'FAILURE', 'DELAY']);
      },
      (port) => `smtp://${signIn}localhost:${port}`,
    ));

  it('asks for no notifications from the null sender', () =>
    against({}, async (mailer, sink) => {
      await mailer.send({ ...exampleMail('ana@example.com'), from: '' });
      assert.equal(sink.received[0]?.from, '');
      assert.deepEqual(sink.received[0]?.notify, []);
    }));

  it('signs in over smtps', () =>
    against(
      { tls: 'implicit', credentials },
      async (mailer, sink) => {
        assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
        assert.equal(sink.received[0]?.secure, true);
      },
      (port) => `smtps://${signIn}localhost:${port}`,
    ));

  it('is refused with a wrong password', () =>
    against(
      { tls: 'starttls', credentials },
      async (mailer, sink) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/EAUTH at AUTH/));
        await assert.rejects(mailer.check(), unavailable(/EAUTH at AUTH/));
        assert.equal(sink.received.length, 0);
      },
      (port) => `smtp://segl:wrong@localhost:${port}`,
    ));

  it('never sends a password where TLS is not offered', () =>
    againstScript(
      (line) => (line.startsWith('STARTTLS') ? '502 Not here\r\n' : friendly('AUTH PLAIN LOGIN')(line)),
      async (mailer, lines) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/ETLS at STARTTLS/));
        assert.ok(!lines.some((line) => line.startsWith('AUTH')));
      },
      {},
      signIn,
    ));

  it('does not sign in to a server whose certificate is not its own', () =>
    against(
      { tls: 'starttls', credentials, host: '127.0.0.2' },
      async (mailer, sink) => {
        await assert.rejects(
          mailer.send(exampleMail('ana@example.com')),
          unavailable(/certificate|altnames|ETLS|ESOCKET/),
        );
        assert.equal(sink.received.length, 0);
      },
      (port) => `smtp://${signIn}127.0.0.2:${port}`,
    ));

  it('without credentials uses the TLS that is offered, whoever signed the certificate', () =>
    against(
      { tls: 'starttls' },
      async (mailer, sink) => {
        assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
        assert.equal(sink.received[0]?.secure, true);
      },
      (port) => `smtp://127.0.0.1:${port}`,
    ));

  it('without credentials sends in clear where no TLS is offered', () =>
    against({ tls: 'none' }, async (mailer, sink) => {
      assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
      assert.equal(sink.received[0]?.secure, false);
    }));

  for (const [what, options, url] of [
    ['no TLS', { tls: 'none' }, 'smtp://127.0.0.1'],
    ['the certificate of another', { tls: 'starttls', host: '127.0.0.2' }, 'smtp://127.0.0.2'],
    [
      'the certificate of another from the first byte',
      { tls: 'implicit', host: '127.0.0.2' },
      'smtps://127.0.0.2',
    ],
  ] as const)
    it(`lets nothing of a mail that asks for TLS leave to a server with ${what}`, () =>
      against(
        options,
        async (mailer, sink) => {
          await assert.rejects(
            mailer.send({ ...exampleMail('ana@example.com'), requireTls: true }),
            (error) => error instanceof NoSecureWay && !/ana@/.test(String(error.cause)),
          );
          assert.equal(sink.received.length, 0);
        },
        (port) => `${url}:${port}`,
      ));

  it('hands a mail that asks for TLS to a server that proves its name, beside others on the same road', () =>
    against(
      { tls: 'starttls' },
      async (mailer, sink) => {
        for (const requireTls of [true, false]) {
          const { outcome } = await mailer.send({ ...exampleMail('ana@example.com'), requireTls });
          assert.equal(outcome, 'handed_over');
        }
        assert.deepEqual(
          sink.received.map(({ secure }) => secure),
          [true, true],
        );
        assert.equal(sink.connections(), 2);
      },
      (port) => `smtp://localhost:${port}`,
    ));

  it('says that a server which asks for TLS is down, and not that it is unsafe', () =>
    againstScript(
      (line) => (line === '' ? '421 going down\r\n' : undefined),
      (mailer) =>
        assert.rejects(
          mailer.send({ ...exampleMail('ana@example.com'), requireTls: true }),
          (error) => error instanceof Unavailable,
        ),
    ));
});

describe('A server that breaks', () => {
  it('is down', async () => {
    const sink = await smtpSink();
    await sink.close();
    const mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
    await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/ECONNREFUSED/));
    await assert.rejects(mailer.check(), unavailable(/ECONNREFUSED/));
    await mailer.close();
  });

  /** The words of a server up to its 354, then whatever `afterwards` says to the first line of content. */
  const upToData = (afterwards: (line: string) => string | undefined | typeof cut) => {
    let inData = false;
    return (line: string) => {
      if (inData) return afterwards(line);
      if (line === '') return '220 here\r\n';
      inData = line === 'DATA';
      return inData ? '354 go on\r\n' : '250 fine\r\n';
    };
  };

  it('cuts the connection in the middle of the content: tried once, never put back by itself', () =>
    againstScript(
      upToData(() => cut),
      async (mailer, lines) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/ECONNECTION|ESOCKET/));
        assert.equal(lines.filter((line) => line === 'DATA').length, 1);
        assert.ok(lines.some((line) => line.startsWith('From:')));
      },
    ));

  it('takes the whole content and never answers', () =>
    againstScript(
      upToData(() => undefined),
      async (mailer, lines) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/ETIMEDOUT/));
        assert.equal(lines.filter((line) => line === 'DATA').length, 1);
        assert.equal(lines.at(-1), '.');
      },
      { silence: 150 },
    ));

  it('accepts the connection and never greets', () =>
    againstScript(
      () => undefined,
      async (mailer) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/ETIMEDOUT/));
        await assert.rejects(mailer.check(), unavailable(/ETIMEDOUT/));
      },
      { connect: 150 },
    ));

  it('begins a reply that it never ends', () =>
    againstScript(
      (line) => (line === '' ? '220-not yet\r\n' : undefined),
      async (mailer) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/EABORT/));
      },
      { mail: 150 },
    ));

  it('greets with 554: nobody bounces', () =>
    againstScript(
      () => '554 go away\r\n',
      async (mailer) => {
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/554 go away/));
      },
    ));

  it('closes a kept connection between two mails: the second goes over a new one', () => {
    let taken = 0;
    return againstScript(
      (line, session) => {
        if (line === '.') taken++;
        return line.startsWith('MAIL') && session === 1 && taken > 0 ? cut : friendly()(line);
      },
      async (mailer) => {
        assert.equal((await mailer.send(exampleMail('ana@example.com'))).outcome, 'handed_over');
        assert.equal((await mailer.send(exampleMail('bo@example.com'))).outcome, 'handed_over');
        assert.equal(taken, 2);
      },
    );
  });

  it('is given up by close after its patience, and the mail under way is not reported as sent', () =>
    againstScript(
      upToData(() => undefined),
      async (mailer, lines) => {
        const sending = assert.rejects(mailer.send(exampleMail('ana@example.com')), Unavailable);
        while (!lines.includes('DATA')) await new Promise(setImmediate);
        await mailer.close();
        await sending;
        await assert.rejects(mailer.send(exampleMail('ana@example.com')), unavailable(/closed/));
      },
      { close: 50 },
    ));
});

describe('Addresses', () => {
  it('writes a domain in its ASCII form', () =>
    againstScript(friendly('SMTPUTF8'), async (mailer, lines) => {
      await mailer.send(exampleMail('ana@blåbærgrød.example'));
      assert.ok(lines.includes('RCPT TO:<ana@xn--blbrgrd-fxak7p.example>'));
      assert.ok(lines.includes('MAIL FROM:<bounce+1@segl.example>'));
    }));

  it('asks for SMTPUTF8 where the local part needs it', () =>
    againstScript(friendly('SMTPUTF8'), async (mailer, lines) => {
      assert.equal((await mailer.send(exampleMail('åse@example.com'))).outcome, 'handed_over');
      assert.ok(lines.includes('MAIL FROM:<bounce+1@segl.example> SMTPUTF8'));
      assert.ok(lines.includes(Buffer.from('RCPT TO:<åse@example.com>').toString('latin1')));
    }));

  for (const evil of [
    'ana@example.com>\r\nRCPT TO:<eve@example.com',
    'ana@example.com, eve@example.com',
    'ana@example.com> SIZE=1',
    'ana@example.com\u2028',
    'ana',
    '',
  ]) {
    it(`never lets ${JSON.stringify(evil)} into an envelope`, () =>
      against({}, async (mailer, sink) => {
        await assert.rejects(mailer.send({ ...exampleMail('ana@example.com'), to: evil }), RangeError);
        assert.equal(sink.received.length, 0);
      }));
  }
});

describe('Its configuration', () => {
  for (const [url, words] of [
    ['http://mail.example', /does not begin with smtp: or smtps:/],
    ['smtp://', /cannot be read|names no host/],
    ['smtp://user:hunter2@', /cannot be read|names no host/],
    ['smtp://user@mail.example', /user without a password/],
    ['smtp://user:hunter2@mail.example/path', /something after the host/],
    ['smtp://user:hunter2%@mail.example', /%/],
  ] as const) {
    it(`refuses ${url} without repeating its password`, () => {
      assert.throws(
        () => smtpMailer({ url }),
        (error: Error) => {
          assert.match(error.message, words);
          assert.ok(!error.message.includes('hunter2'));
          return true;
        },
      );
    });
  }

  it('refuses a DKIM key that could not sign', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const ed25519 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const key of ['', 'nonsense', ed25519]) {
      assert.throws(
        () => smtpMailer({ url: 'smtp://localhost', dkim: { domain: 'segl.example', selector: 's', key } }),
        /must be an RSA private key in PEM form/,
      );
    }
  });
});
