import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EventType } from '../../src/message/event-types.ts';
import { reasonOf } from '../../views/desk/reasons.ts';
import { stepsOf } from '../../views/desk/steps.ts';
import { texts } from '../../views/languages/index.ts';
import type { DeliveryView, EventFacts } from '../../views/models/desk.ts';
import { samples } from './samples.ts';

const blank = samples('Ada')['desk-message'].full!.deliveries[0]!;

function steps(...types: (EventType | [EventType, EventFacts])[]) {
  const events = types.map((each, index) => {
    const [type, facts] = typeof each === 'string' ? [each, {}] : each;
    return { type, facts, at: `2026-11-21T13:05:0${index}.000000Z` };
  });
  const delivery: DeliveryView = { ...blank, events };
  return stepsOf(texts.en, delivery).map(
    ({ state, title, note }) => `${state}: ${title}${note ? ` (${note})` : ''}`,
  );
}

suite('the three steps of a delivery', () => {
  test('call a notice received only when somebody confirmed it, and say who', () => {
    const handed = steps('delivery.available', ['delivery.notified', { server: 'mx.example.com' }]);
    assert.match(
      handed[1]!,
      /^done: Notice handed to mx\.example\.com \(Handed over is not the same as received/,
    );
    const received = steps('delivery.available', 'delivery.notified', [
      'delivery.notice_confirmed',
      { server: 'mx.example.com' },
    ]);
    assert.equal(received[1], 'done: Notice received (Confirmed by mx.example.com)');
  });

  test('never call a fetched link or a code opened', () => {
    const fetched = steps(
      'delivery.available',
      'delivery.link_followed',
      'delivery.code_sent',
      'delivery.code_delivered',
    );
    assert.equal(fetched[2], 'waiting: Opened (Not yet)');
    assert.equal(steps('delivery.available', 'delivery.opened')[2], 'done: Opened');
  });

  test('show a bounce, until a later notice was taken', () => {
    assert.match(
      steps('delivery.available', 'delivery.notice_failed')[1]!,
      /^failed: Notice could not be delivered/,
    );
    assert.match(
      steps('delivery.available', 'delivery.notice_failed', 'delivery.notified')[1]!,
      /^done: Notice handed over/,
    );
  });

  test('do not call a held or refused delivery sent', () => {
    assert.match(steps('delivery.refused')[0]!, /^failed: Not sent/);
    assert.match(steps('delivery.held')[0]!, /^waiting: Waiting/);
    assert.match(steps('delivery.available', 'delivery.held')[0]!, /^waiting: Waiting/);
    assert.match(steps('delivery.available', 'delivery.held', 'delivery.released')[0]!, /^done: Sent/);
  });
});

suite('reasons', () => {
  test('are sentences where there is one, and never a property of all objects', () => {
    assert.match(reasonOf(texts.en, 'no_phone'), /phone number is missing/);
    assert.match(reasonOf(texts.en, 'duplicate_recipient'), /twice/);
    assert.equal(reasonOf(texts.en, 'constructor'), 'constructor');
  });
});
