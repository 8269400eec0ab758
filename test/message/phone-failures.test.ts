import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  adviceFor,
  failedForGood,
  noMobileCodes,
  phoneFailureOf,
  shownCode,
} from '../../src/message/phone-failures.ts';

suite('failures of a phone', () => {
  test('are told apart by the provider’s codes', () => {
    const meaning = (code: string) => phoneFailureOf('sms', 'failed', code);
    assert.equal(meaning('30003'), 'unreachable');
    assert.equal(meaning('30005'), 'unknown_number');
    assert.equal(meaning('21610'), 'unsubscribed');
    for (const code of noMobileCodes) assert.equal(meaning(code), 'no_mobile');
    assert.deepEqual([...noMobileCodes].sort(), ['21614', '21635', '30006']);
  });

  test('of a call that could not be completed say more than of an SMS', () => {
    assert.equal(phoneFailureOf('call', 'failed', 'failed'), 'not_put_through');
    assert.equal(phoneFailureOf('sms', 'failed', 'failed'), 'other');
    assert.equal(phoneFailureOf('call', 'failed', 'no-answer'), 'no_answer');
  });

  test('stay unknown where nobody knows, and never become a property of all objects', () => {
    assert.equal(phoneFailureOf('sms', 'unknown', '30003'), 'unsure');
    for (const code of [null, undefined, ''])
      assert.equal(phoneFailureOf('sms', 'failed', code), 'unexplained');
    for (const code of ['99999', 'constructor', '__proto__', 'toString']) {
      assert.equal(phoneFailureOf('sms', 'failed', code), 'other');
    }
  });

  test('are worth a mail where the next try would fail as well', () => {
    for (const code of ['30003', '30005', '21211', '99999']) {
      assert.ok(failedForGood(phoneFailureOf('sms', 'failed', code)), code);
    }
    for (const code of ['busy', 'no-answer', 'canceled']) {
      assert.equal(failedForGood(phoneFailureOf('call', 'failed', code)), false, code);
    }
    assert.equal(failedForGood(phoneFailureOf('sms', 'unknown', undefined)), false);
  });

  test('never send the recipient from a call to a call', () => {
    assert.deepEqual(adviceFor('other', 'sms'), ['ask_for_call', 'check_number']);
    assert.deepEqual(adviceFor('other', 'call'), ['ask_again', 'check_number']);
  });

  test('show a code to look up, and nothing that could be a number', () => {
    for (const code of ['30003', 'http_400', 'undelivered', 'no-answer']) assert.equal(shownCode(code), code);
    for (const code of ['4520123456', '+4520123456', 'to_20123456', '20 12 34 56', '<b>', '', null]) {
      assert.equal(shownCode(code), undefined, String(code));
    }
  });
});
