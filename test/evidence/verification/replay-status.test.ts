import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusAfter } from '../../../src/evidence/verification/replay-status.ts';

/** `reminder_notice_failed`: it was not the first notice. */
const after = (...types: string[]) =>
  statusAfter(
    types.map((type) => ({
      type: `delivery.${type.replace(/^reminder_/, '')}`,
      details: type.startsWith('reminder_') ? { reminder: true } : {},
    })),
  );

describe('The status that a delivery’s events lead to', () => {
  it('is that of the table of events', () => {
    assert.equal(after('available'), 'sent');
    assert.equal(after('available', 'held'), 'held');
    assert.equal(after('available', 'notified'), 'notified');
    assert.equal(after('available', 'notified', 'link_followed', 'code_sent', 'opened'), 'opened');
    assert.equal(after('refused'), 'refused');
    assert.equal(after('exempted', 'relayed'), 'relayed');
    assert.equal(after('available', 'notified', 'opened', 'recalled'), 'recalled');
  });

  it('is not that of an event which comes too late to change it', () => {
    assert.equal(after('available', 'opened', 'notified'), 'opened');
    assert.equal(after('available', 'recalled', 'opened'), 'recalled');
    assert.equal(after('available', 'recalled', 'attachment_opened'), 'recalled');
  });

  it('goes back to what it was before a lock or a report', () => {
    assert.equal(after('available', 'notified', 'locked', 'unlocked'), 'notified');
    assert.equal(after('available', 'notified', 'misdelivery_reported', 'report_lifted'), 'notified');
    assert.equal(after('available', 'opened', 'misdelivery_reported', 'report_lifted'), 'opened');
    assert.equal(after('available', 'notified', 'opened', 'locked', 'corrected', 'unlocked'), 'opened');
  });

  it('stays answered when its time is over, and comes back to the answer after a lock', () => {
    assert.equal(after('available', 'notified', 'opened', 'acknowledged', 'reopened'), 'acknowledged');
    assert.equal(after('available', 'notified', 'acknowledged', 'opened', 'expired'), 'acknowledged');
    assert.equal(after('available', 'notified', 'declined', 'expired'), 'declined');
    assert.equal(after('available', 'opened', 'declined', 'locked'), 'locked');
    assert.equal(after('available', 'opened', 'declined', 'locked', 'unlocked'), 'declined');
    assert.equal(after('available', 'acknowledged', 'opened', 'locked', 'unlocked'), 'acknowledged');
    assert.equal(after('available', 'acknowledged', 'locked', 'expired'), 'expired');
    assert.equal(after('available', 'opened', 'acknowledged', 'misdelivery_reported'), 'acknowledged');
    assert.equal(after('available', 'misdelivery_reported', 'acknowledged'), 'acknowledged');
    assert.equal(after('available', 'opened', 'acknowledged', 'recalled'), 'recalled');
  });

  it('is not changed where no more codes for a receipt are taken', () => {
    const events = ['available', 'opened', 'acknowledged', 'expired'].map((type) => ({
      type: `delivery.${type}`,
      details: {},
    }));
    const locked = { type: 'delivery.locked', details: { for: 'receipt' } };
    assert.equal(statusAfter([...events, locked]), 'acknowledged');
  });

  it('is lost by a notice that failed, not by a reminder', () => {
    assert.equal(after('available', 'notified', 'notice_failed'), 'bounced');
    assert.equal(after('available', 'notified', 'reminder_notice_failed'), 'notified');
    assert.equal(after('available', 'opened', 'notice_failed'), 'opened');
  });

  it('does not change by an event that nobody knows', () => {
    assert.equal(after('available', 'constructor', '__proto__', 'from_the_future'), 'sent');
  });
});
