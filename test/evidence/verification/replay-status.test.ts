import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusesAfter } from '../../../src/evidence/verification/replay-status.ts';

const after = (...types: string[]) => [...statusesAfter(types.map((type) => `delivery.${type}`))];

describe('The status that a delivery’s events lead to', () => {
  it('is that of the table of events', () => {
    assert.deepEqual(after('available'), ['sent']);
    assert.deepEqual(after('available', 'held'), ['held']);
    assert.deepEqual(after('available', 'notified'), ['notified']);
    assert.deepEqual(after('available', 'notified', 'link_followed', 'code_sent', 'opened'), ['opened']);
    assert.deepEqual(after('refused'), ['refused']);
    assert.deepEqual(after('exempted', 'relayed'), ['relayed']);
    assert.deepEqual(after('available', 'notified', 'opened', 'recalled'), ['recalled']);
  });

  it('is not that of an event which comes too late to change it', () => {
    assert.deepEqual(after('available', 'opened', 'notified'), ['opened']);
    assert.deepEqual(after('available', 'recalled', 'opened'), ['recalled']);
    assert.deepEqual(after('available', 'recalled', 'attachment_opened'), ['recalled']);
  });

  it('goes back to what it was before a lock', () => {
    assert.deepEqual(after('available', 'notified', 'locked', 'unlocked'), ['notified']);
    assert.deepEqual(after('available', 'notified', 'opened', 'locked', 'corrected', 'unlocked'), ['opened']);
  });

  it('is one of two where a notice failed that may have been a reminder', () => {
    assert.deepEqual(after('available', 'notified', 'notice_failed').sort(), ['bounced', 'notified']);
    assert.deepEqual(after('available', 'notified', 'notice_failed', 'recalled'), ['recalled']);
    assert.deepEqual(after('available', 'opened', 'notice_failed'), ['opened']);
  });

  it('does not change by an event that nobody knows', () => {
    assert.deepEqual(after('available', 'constructor', '__proto__', 'from_the_future'), ['sent']);
  });
});
