import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTwilioUrl } from '../../../src/backends/sms/twilio-url.ts';

const account = `AC${'0123456789abcdef'.repeat(2)}`;
const url = (rest: string, token = 's%3Acret') => `twilio://${account}:${token}@${rest}`;

describe('The Twilio address', () => {
  it('gives account, token and number', () => {
    assert.deepEqual(parseTwilioUrl(url('api.twilio.com?from=%2B4512345678')), {
      account,
      token: 's:cret',
      from: '+4512345678',
    });
  });

  it('forgives a plus sign that was not encoded', () => {
    assert.equal(parseTwilioUrl(url('api.twilio.com/?from=+4512345678')).from, '+4512345678');
  });

  it('points elsewhere', () => {
    const at = (base: string) => parseTwilioUrl(url(`api.twilio.com?from=%2B4512345678&base=${base}`)).base;
    assert.equal(at('http://127.0.0.1:4010'), 'http://127.0.0.1:4010');
    assert.equal(at('https://api.dublin.ie1.twilio.com'), 'https://api.dublin.ie1.twilio.com');
    assert.equal(at('https://relay.example/twilio/'), 'https://relay.example/twilio');
  });

  for (const [text, words] of [
    ['nonsense', /cannot be read/],
    [`https://${account}:hunter2@api.twilio.com?from=%2B4512345678`, /does not begin with twilio:/],
    [url('example.com?from=%2B4512345678', 'hunter2'), /host other than api.twilio.com/],
    [`twilio://SK12:hunter2@api.twilio.com?from=%2B4512345678`, /no account id/],
    [`twilio://${account}@api.twilio.com?from=%2B4512345678`, /no token/],
    [url('api.twilio.com', 'hunter2'), /no telephone number/],
    [url('api.twilio.com?from=Odense', 'hunter2'), /no telephone number/],
    [url('api.twilio.com?from=%2B4512345678&form=1', 'hunter2'), /parameter "form" that is not known/],
    [url('api.twilio.com?from=%2B4512345678&base=http://relay.example', 'hunter2'), /not https/],
    [url('api.twilio.com?from=%2B4512345678&base=http://127.0.0.1.evil.example', 'hunter2'), /not https/],
    [url('api.twilio.com?from=%2B4512345678&base=here', 'hunter2'), /base= that cannot be read/],
    [url('api.twilio.com?from=%2B4512345678', 'hunter2%'), /% in its token/],
  ] as const) {
    it(`refuses ${text.replace(account, 'AC…')}`, () => {
      assert.throws(
        () => parseTwilioUrl(text),
        (error: Error) => {
          assert.match(error.message, words);
          assert.match(error.message, /It looks like twilio:/);
          assert.ok(!error.message.includes('hunter2'));
          return true;
        },
      );
    });
  }
});
