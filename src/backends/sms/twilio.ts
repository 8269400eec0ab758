import RequestClient from 'twilio/lib/base/RequestClient.js';
import Twilio from 'twilio/lib/rest/Twilio.js';
import type { CodeMessage, PhoneOutcome, Phones } from '../../delivery/ports.ts';
import { failedOutcome, reasonOf, unavailable } from './twilio-outcomes.ts';
import type { TwilioAccount } from './twilio-url.ts';

export interface TwilioOptions extends TwilioAccount {
  /** Our public address without a trailing slash, where Twilio finds `/sms/<attempt>` and `/calls/<attempt>`. */
  readonly publicUrl: string;
  /** Milliseconds for one request. */
  readonly timeout?: number | undefined;
}

// As long as a code lives: an SMS that waits longer in a queue would bring a dead code.
const codeSeconds = 600;
const ringSeconds = 40;

/** SMS and calls by Twilio. What a call says is asked for at `/calls/<attempt>` when it is answered. */
export function twilioPhones({
  account,
  token,
  from,
  base,
  publicUrl,
  timeout = 15_000,
}: TwilioOptions): Phones {
  const client = new Twilio(account, token, {
    httpClient: new Requests({ timeout, autoRetry: false, keepAlive: false }, base),
    // The client would otherwise take these from its own environment variables.
    edge: '',
    region: '',
  });

  return {
    sms: ({ attempt, phone, text, validSeconds = codeSeconds }: CodeMessage) =>
      outcomeOf(
        client.messages.create({
          to: phone,
          from,
          body: text,
          statusCallback: `${publicUrl}/sms/${attempt}`,
          validityPeriod: validSeconds,
        }),
      ),
    call: ({ attempt, phone }: CodeMessage) =>
      outcomeOf(
        client.calls.create({
          to: phone,
          from,
          url: `${publicUrl}/calls/${attempt}`,
          statusCallback: `${publicUrl}/calls/${attempt}/status`,
          timeout: ringSeconds,
        }),
      ),
    async check() {
      try {
        await client.messages.list({ limit: 1 });
      } catch (error) {
        throw unavailable(reasonOf(error));
      }
    },
  };
}

interface Created {
  readonly sid: string;
  readonly status: string;
  readonly errorCode?: number | null;
}

async function outcomeOf(request: Promise<Created>): Promise<PhoneOutcome> {
  let created: Created;
  try {
    created = await request;
  } catch (error) {
    return failedOutcome(error);
  }
  if (!created.sid) return { outcome: 'unknown', error: 'unreadable_answer' };
  if (['failed', 'undelivered', 'canceled'].includes(created.status)) {
    return { outcome: 'failed', providerCode: String(created.errorCode ?? created.status) };
  }
  return { outcome: 'handed_over', providerId: created.sid };
}

/**
 * Each request has a connection of its own: one that the other side closed while it was kept would fail after the bytes
 * were written, and leave the outcome of a code unknown for nothing.
 */
class Requests extends RequestClient {
  readonly #base: string | undefined;

  constructor(options: RequestClient.RequestClientOptions, base: string | undefined) {
    super(options);
    this.#base = base;
  }

  override request<Data>(options: RequestClient.RequestOptions<Data>) {
    const { pathname, search } = new URL(options.uri);
    return super.request(this.#base ? { ...options, uri: `${this.#base}${pathname}${search}` } : options);
  }
}
