import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { callStatus, smsStatus, verifyTwilio } from '../../../src/backends/sms/twilio-callbacks.ts';

const token = '12345';
const attempt = '0198c0de-0000-7000-8000-000000000001';
const url = `https://segl.example/sms/${attempt}`;
const params = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+4520123456', AccountSid: 'AC1' };

/** Twilio's rule, written from its documentation: the address, then every field and value in the order of the fields. */
const sign = (address: string, fields: Record<string, string>, key = token) =>
  createHmac('sha1', key)
    .update(
      address +
        Object.keys(fields)
          .sort()
          .map((name) => name + fields[name])
          .join(''),
    )
    .digest('base64');

describe("Twilio's signature", () => {
  it('holds for the documented example', () => {
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    const address = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    assert.ok(verifyTwilio(token, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', address, fields));
    assert.equal(sign(address, fields), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  it('holds for a callback of ours, and for nothing else', () => {
    const signature = sign(url, params);
    assert.ok(verifyTwilio(token, signature, url, params));
    const other = url.replace(/1$/, '2');
    for (const [what, verdict] of [
      ['another attempt', verifyTwilio(token, signature, other, params)],
      ['another status', verifyTwilio(token, signature, url, { ...params, MessageStatus: 'failed' })],
      ['one field more', verifyTwilio(token, signature, url, { ...params, ErrorCode: '1' })],
      ['another token', verifyTwilio(token, sign(url, params, 'guess'), url, params)],
      ['no signature', verifyTwilio(token, undefined, url, params)],
      ['an empty signature', verifyTwilio(token, '', url, params)],
      ['half of it', verifyTwilio(token, signature.slice(0, 10), url, params)],
      ['nonsense', verifyTwilio(token, '💥', url, params)],
    ] as const) {
      assert.equal(verdict, false, what);
    }
  });
});

describe('A status callback', () => {
  it('tells of an SMS', () => {
    const outcome = (MessageStatus: string) =>
      smsStatus(attempt, { MessageStatus, MessageSid: 'SM1' })?.outcome;
    for (const status of ['accepted', 'queued', 'sending', 'sent'])
      assert.equal(outcome(status), 'handed_over');
    assert.equal(outcome('delivered'), 'delivered');
    assert.deepEqual(
      smsStatus(attempt, { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' }),
      { attempt, outcome: 'failed', providerId: 'SM1', providerCode: '30003' },
    );
    assert.equal(smsStatus(attempt, { MessageStatus: 'failed' })?.providerCode, 'failed');
  });

  it('tells of a call, and never that it was heard', () => {
    const outcome = (CallStatus: string) => callStatus(attempt, { CallStatus, CallSid: 'CA1' })?.outcome;
    for (const status of ['initiated', 'ringing', 'in-progress', 'completed']) {
      assert.equal(outcome(status), 'handed_over');
    }
    for (const status of ['busy', 'no-answer', 'canceled', 'failed']) assert.equal(outcome(status), 'failed');
    assert.deepEqual(callStatus(attempt, { CallStatus: 'busy', CallSid: 'CA1' }), {
      attempt,
      outcome: 'failed',
      providerId: 'CA1',
      providerCode: 'busy',
    });
  });

  it('says nothing where the status is missing, doubled or new', () => {
    for (const MessageStatus of [
      undefined,
      '',
      'toString',
      '__proto__',
      'teleported',
      ['delivered', 'failed'],
    ]) {
      assert.equal(smsStatus(attempt, { MessageStatus }), undefined);
    }
    assert.equal(callStatus(attempt, { MessageStatus: 'delivered' }), undefined);
  });
});
