import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { twilioPhones } from '../../../src/backends/sms/twilio.ts';
import type { PhoneOutcome, Phones } from '../../../src/delivery/ports.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { exampleCode, phonesContract } from '../../contracts/phones.ts';
import { startPrism } from '../../support/prism.ts';

const account = `AC${'0123456789abcdef'.repeat(2)}`;
const token = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
const publicUrl = 'https://segl.example';
const phonesAt = (base: string, timeout?: number) =>
  twilioPhones({ account, token, from: '+4512345678', base, publicUrl, timeout });

phonesContract('Twilio, as its own description says it answers,', async () => {
  const prism = await startPrism('twilio-messages-calls.openapi.json');
  return { phones: phonesAt(prism.url), close: () => prism.close() };
});

describe("Twilio's own description", () => {
  let prism: Awaited<ReturnType<typeof startPrism>>;
  before(async () => {
    prism = await startPrism('twilio-messages-calls.openapi.json');
  });
  after(() => prism.close());

  it('finds fault with a request that is not as it says', async () => {
    const phones = twilioPhones({
      account: `${account}0`,
      token,
      from: '+4512345678',
      base: prism.url,
      publicUrl,
    });
    const outcome = await phones.sms(exampleCode());
    assert.deepEqual(outcome, { outcome: 'failed', providerCode: 'http_422' });
  });
});

/** Runs `work` with a Twilio that behaves as written here, and the requests it got. */
async function against(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  work: (phones: Phones, requests: readonly { url: string; form: Record<string, string> }[]) => Promise<void>,
  timeout?: number,
): Promise<void> {
  const requests: { url: string; form: Record<string, string> }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ url: request.url!, form: Object.fromEntries(new URLSearchParams(await text(request))) });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    await work(phonesAt(`http://127.0.0.1:${port}`, timeout), requests);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const json = (status: number, body: unknown) => (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

describe('A request to Twilio', () => {
  it('carries code, callback address and the life of the code, signed in as the account', async () => {
    let authorization: string | undefined;
    await against(
      (request, response) => {
        authorization = request.headers.authorization;
        json(201, { sid: 'SM1', status: 'queued' })(request, response);
      },
      async (phones, requests) => {
        const message = exampleCode();
        assert.deepEqual(await phones.sms(message), { outcome: 'handed_over', providerId: 'SM1' });
        assert.deepEqual(requests, [
          {
            url: `/2010-04-01/Accounts/${account}/Messages.json`,
            form: {
              To: message.phone,
              From: '+4512345678',
              Body: message.text,
              StatusCallback: `${publicUrl}/sms/${message.attempt}`,
              ValidityPeriod: '600',
            },
          },
        ]);
      },
    );
    assert.equal(authorization, `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`);
  });

  it('starts a call without the code in it', () =>
    against(json(201, { sid: 'CA1', status: 'queued' }), async (phones, requests) => {
      const message = exampleCode();
      assert.deepEqual(await phones.call(message), { outcome: 'handed_over', providerId: 'CA1' });
      const [{ url, form } = { url: '', form: {} }] = requests;
      assert.equal(url, `/2010-04-01/Accounts/${account}/Calls.json`);
      assert.equal(form.Url, `${publicUrl}/calls/${message.attempt}`);
      assert.equal(form.StatusCallback, `${publicUrl}/calls/${message.attempt}/status`);
      assert.ok(!JSON.stringify(form).includes('123456 er'));
    }));
});

describe('A Twilio that says no, or nothing', () => {
  const quoting = `The 'To' number ${exampleCode().phone} is not a valid phone number: ${exampleCode().text}`;
  const cases: readonly [string, number, unknown, PhoneOutcome][] = [
    [
      '400 with its code',
      400,
      { code: 21211, message: quoting, status: 400 },
      { outcome: 'failed', providerCode: '21211' },
    ],
    [
      '401',
      401,
      { code: 20003, message: 'Authenticate', status: 401 },
      { outcome: 'failed', providerCode: '20003' },
    ],
    ['404 without a code', 404, {}, { outcome: 'failed', providerCode: 'http_404' }],
    ['408', 408, {}, { outcome: 'unknown', error: 'http_408' }],
    ['429', 429, { code: 20429, message: quoting, status: 429 }, { outcome: 'unknown', error: 'http_429' }],
    ['500', 500, { code: 20500, message: quoting, status: 500 }, { outcome: 'unknown', error: 'http_500' }],
    ['302', 302, {}, { outcome: 'unknown', error: 'http_302' }],
    ['201 without an id', 201, {}, { outcome: 'unknown', error: 'unreadable_answer' }],
  ];
  for (const [what, status, body, expected] of cases) {
    it(`answers ${what}: ${expected.outcome}, asked once`, () =>
      against(json(status, body), async (phones, requests) => {
        for (const via of ['sms', 'call'] as const)
          assert.deepEqual(await phones[via](exampleCode()), expected);
        assert.equal(requests.length, 2);
      }));
  }

  it('answers 201 to what it has already given up: failed', async () => {
    await against(json(201, { sid: 'SM1', status: 'failed', error_code: 30007 }), async (phones) => {
      assert.deepEqual(await phones.sms(exampleCode()), { outcome: 'failed', providerCode: '30007' });
    });
    await against(json(201, { sid: 'CA1', status: 'canceled' }), async (phones) => {
      assert.deepEqual(await phones.call(exampleCode()), { outcome: 'failed', providerCode: 'canceled' });
    });
  });

  it('answers with something that is no JSON: unknown', () =>
    against(
      (_request, response) => response.writeHead(201, { 'content-type': 'text/html' }).end('<p>Hello'),
      async (phones) => {
        assert.deepEqual(await phones.sms(exampleCode()), { outcome: 'unknown', error: 'unreadable_answer' });
      },
    ));

  it('hangs: unknown after the timeout, asked once', () =>
    against(
      () => {},
      async (phones, requests) => {
        assert.equal((await phones.sms(exampleCode())).outcome, 'unknown');
        assert.equal(requests.length, 1);
      },
      150,
    ));

  it('breaks the connection after the request: unknown, asked once', () =>
    against(
      (request) => request.socket.destroy(),
      async (phones, requests) => {
        assert.deepEqual(await phones.sms(exampleCode()), { outcome: 'unknown', error: 'ECONNRESET' });
        assert.equal(requests.length, 1);
      },
    ));

  it('is not there: nothing was sent, and nothing secret stands in the error', async () => {
    let phones!: Phones;
    await against(
      () => {},
      async (later) => {
        phones = later;
      },
    );
    for (const trying of [phones.sms(exampleCode()), phones.call(exampleCode()), phones.check()]) {
      await assert.rejects(trying, (error: unknown) => {
        assert.ok(error instanceof Unavailable && error.part === 'sms');
        const all = inspect(error, { depth: 10 });
        assert.match(all, /ECONNREFUSED/);
        for (const secret of [token, exampleCode().phone, '123456']) assert.ok(!all.includes(secret));
        return true;
      });
    }
  });

  it('does not know us: the check says so', () =>
    against(json(401, { code: 20003, message: 'Authenticate', status: 401 }), async (phones) => {
      await assert.rejects(phones.check(), (error: Unavailable) => {
        assert.match((error.cause as Error).message, /http_401/);
        return error instanceof Unavailable;
      });
    }));
});
