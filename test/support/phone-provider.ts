import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const token = 'auth-token';

/** A telephone provider on this machine: takes whatever it is asked for, and reports what the test says. */
export interface PhoneProvider {
  /** Value of SEGL_SMS. */
  readonly sms: string;
  /** Takes the next attempt to the number; resolves when it has come. */
  next(phone: string): Promise<Attempt>;
  close(): void;
}

export interface Attempt {
  /** Reports the attempt's end as Twilio does: signed, to the address that it was given. */
  report(fields: Readonly<Record<string, string>>): Promise<number>;
}

export async function startPhoneProvider(): Promise<PhoneProvider> {
  const asked = new Map<string, URLSearchParams>();
  const waiting = new Map<string, (fields: URLSearchParams) => void>();
  const server = createServer(async (request, response) => {
    const fields = new URLSearchParams(await text(request));
    const phone = fields.get('To')!;
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued' }), () => {
      const taker = waiting.get(phone);
      waiting.delete(phone);
      if (taker) taker(fields);
      else asked.set(phone, fields);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sms: `twilio://AC${'0'.repeat(32)}:${token}@api.twilio.com?from=%2B4512345678&base=${encodeURIComponent(base)}`,
    async next(phone) {
      const come = asked.get(phone);
      asked.delete(phone);
      const fields = come ?? (await new Promise<URLSearchParams>((resolve) => waiting.set(phone, resolve)));
      const address = fields.get('StatusCallback')!;
      return {
        async report(form) {
          const data =
            address +
            Object.keys(form)
              .sort()
              .map((name) => name + form[name])
              .join('');
          const answer = await fetch(address, {
            method: 'POST',
            headers: { 'x-twilio-signature': createHmac('sha1', token).update(data).digest('base64') },
            body: new URLSearchParams(form),
          });
          return answer.status;
        },
      };
    },
    close: () => server.close(),
  };
}
