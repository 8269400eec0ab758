import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EventType } from '../../src/message/event-types.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import { reasonOf } from '../../views/desk/reasons.ts';
import { stepsOf } from '../../views/desk/steps.ts';
import { texts } from '../../views/languages/index.ts';
import type { DeliveryView, EventFacts } from '../../views/models/desk.ts';
import { samples } from './samples.ts';

const blank = samples('Ada')['desk-message'].full!.deliveries[0]!;

type Told = EventType | [EventType, EventFacts];

const steps = (...types: Told[]) => stepsWhere('notified', ...types);

function stepsWhere(status: DeliveryStatus, ...types: Told[]) {
  const events = types.map((each, index) => {
    const [type, facts] = typeof each === 'string' ? [each, {}] : each;
    return { type, facts, at: `2026-11-21T13:05:0${index}.000000Z` };
  });
  const delivery: DeliveryView = { ...blank, status, events };
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

  test('do not wait for an opening where nobody can open any more', () => {
    const over = (['erased', 'expired', 'recalled'] as const).map(
      (status) => stepsWhere(status, 'delivery.available')[2],
    );
    assert.deepEqual(new Set(over), new Set(['waiting: Opened (No opening was recorded)']));
    assert.equal(stepsWhere('erased', 'delivery.opened')[2], 'done: Opened');
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

  test('show a bounce of the first notice, also where its report was faster than our record', () => {
    const bounce: Told = ['delivery.notice_failed', { reply: '550 No such user' }];
    for (const order of [['delivery.notified', bounce] as const, [bounce, 'delivery.notified'] as const])
      assert.equal(
        stepsWhere('bounced', 'delivery.available', ...order)[1],
        'failed: Notice could not be delivered (550 No such user)',
      );
  });

  test('do not undo a notice because a reminder came back', () => {
    const events = [
      'delivery.available',
      'delivery.notified',
      'delivery.reminded',
      'delivery.notified',
    ] as const;
    assert.match(steps(...events, 'delivery.notice_failed')[1]!, /^done: Notice handed over/);
  });

  test('follow the later word where a server confirms and another bounces', () => {
    const told = ['delivery.available', 'delivery.notified'] as const;
    assert.match(
      stepsWhere('bounced', ...told, 'delivery.notice_confirmed', 'delivery.notice_failed')[1]!,
      /^failed/,
    );
    assert.match(
      stepsWhere('bounced', ...told, 'delivery.notice_failed', 'delivery.notice_confirmed')[1]!,
      /^done: Notice received/,
    );
  });

  test('name the server that a notice was relayed to, and do not call it received', () => {
    const told = ['delivery.available', ['delivery.notified', { server: 'relay.havn.example' }]] as const;
    const relayed = steps(...(told as unknown as Told[]), [
      'delivery.notice_relayed',
      { server: 'mx.example.com' },
    ]);
    assert.match(relayed[1]!, /^done: Notice handed to mx\.example\.com \(Handed over is not the same/);
  });

  test('show a delay until something else is heard', () => {
    const delayed = steps('delivery.available', 'delivery.notified', 'delivery.notice_delayed');
    assert.equal(delayed[1], 'done: Notice handed over (The notice is delayed on its way)');
    for (const type of [
      'delivery.notice_confirmed',
      'delivery.notice_relayed',
      'delivery.notified',
    ] as const) {
      const [, step] = steps('delivery.available', 'delivery.notified', 'delivery.notice_delayed', type);
      assert.doesNotMatch(step!, /delayed/, type);
    }
  });

  test('are one for a mail that was passed on by rule, which nobody opens here', () => {
    assert.deepEqual(stepsWhere('sent', 'delivery.exempted'), ['waiting: Passed on (Not yet)']);
    const [relayed, ...more] = stepsWhere('relayed', 'delivery.exempted', 'delivery.relayed');
    assert.match(relayed!, /^done: Passed on \(By your organisation’s rule the mail was not sealed/);
    assert.deepEqual(more, []);
    assert.deepEqual(
      stepsWhere('bounced', 'delivery.exempted', ['delivery.relay_failed', { reply: '550 No such user' }]),
      ['failed: Could not be delivered (550 No such user)'],
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
