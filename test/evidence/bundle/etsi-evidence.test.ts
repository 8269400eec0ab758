import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { etsiEvidence, type KnownEvent } from '../../../src/evidence/bundle/etsi-evidence.ts';
import type { LoggedEvent } from '../../../src/evidence/bundle/logged-event.ts';
import { eventTypes } from '../../../src/message/event-types.ts';

const issuer = { organisation: 'Fredericia Kommune', url: 'https://segl.example', installation: 'i' };

/** Table 2 of EN 319 522-3, by hand. */
const standard = [
  'SubmissionAcceptance',
  'SubmissionRejection',
  'RelayAcceptance',
  'RelayRejection',
  'RelayFailure',
  'NotificationForAcceptance',
  'NotificationForAcceptanceFailure',
  'ConsignmentAcceptance',
  'ConsignmentRejection',
  'AcceptanceRejectionExpiry',
  'NotificationDelivered',
  'ContentConsignment',
  'ContentConsignmentFailure',
  'ConsignmentNotification',
  'ConsignmentNotificationFailure',
  'NotificationAccessTracking',
  'ContentAccessTracking',
  'ContentHandover',
  'ContentHandoverFailure',
  'RelayToNonERDS',
  'RelayToNonERDSFailure',
  'ReceivedFromNonERDS',
];

let seq = 0;
const known = (
  type: string,
  more: Partial<LoggedEvent> = {},
  opening: KnownEvent['opening'] = null,
): KnownEvent => ({
  event: {
    id: `event ${(seq += 1)}`,
    v: 1,
    type,
    at: `2026-11-21T13:05:09.${String(seq).padStart(6, '0')}Z`,
    message: 'm',
    ...(type.startsWith('delivery.') ? { delivery: 'd', seq } : {}),
    actor: { kind: 'system', id: 's' },
    details: {},
    ...more,
  },
  opening,
});
const opened = (fields: Record<string, never> | object): KnownEvent['opening'] => ({
  k: 'k',
  fields: fields as never,
});

describe('The ETSI shape of events', () => {
  it('names under uri.etsi.org only what the standard has', () => {
    const types = Object.keys(eventTypes);
    const shaped = etsiEvidence(issuer, [known('delivery.opened'), ...types.map((type) => known(type))]);
    for (const { ERDSEventId } of shaped) {
      const [, name] = /^http:\/\/uri\.etsi\.org\/19522\/Event\/(\w+)$/.exec(ERDSEventId) ?? [];
      assert.ok(
        name === undefined ? ERDSEventId.startsWith('urn:segl:event:') : standard.includes(name),
        ERDSEventId,
      );
    }
    assert.doesNotMatch(JSON.stringify(shaped), /qualified/i);
  });

  it('gives each negative event a reason, and no other one', () => {
    const reasons = Object.keys(eventTypes).flatMap((type) => {
      const [{ EventReasons }] = etsiEvidence(issuer, [known(type)]) as [ReturnType<typeof etsiEvidence>[0]];
      return EventReasons.map(({ Code }) => `${type} ${Code}`);
    });
    assert.deepEqual(reasons, [
      'message.refused urn:segl:reason:refused',
      'message.erased urn:segl:reason:erased',
      'delivery.erased urn:segl:reason:erased',
      'delivery.refused urn:segl:reason:refused',
      'delivery.held urn:segl:reason:held',
      'delivery.notice_failed urn:segl:reason:undeliverable',
      'delivery.relay_failed urn:segl:reason:undeliverable',
      'delivery.code_failed urn:segl:reason:failed',
      'delivery.locked urn:segl:reason:locked',
      'delivery.declined urn:segl:reason:declined',
      'delivery.recalled urn:segl:reason:recalled',
      'delivery.open_refused urn:segl:reason:ended',
      'delivery.expired urn:segl:reason:expired',
      'delivery.misdelivery_reported urn:segl:reason:reported',
      'delivery.signature_missed urn:segl:reason:not_signed_in_time',
    ]);
    const bounced = known(
      'delivery.notice_failed',
      { details: { reason: 'refused' } },
      opened({ reply: '550 no such user' }),
    );
    assert.deepEqual(etsiEvidence(issuer, [bounced])[0]!.EventReasons, [
      { Code: 'urn:segl:reason:refused', Details: '550 no such user' },
    ]);
  });

  it('calls it consent where it is asked for before the handover, and a name of ours where it is not', () => {
    const uris = (moment: string, ...events: KnownEvent[]) =>
      etsiEvidence(issuer, [known('message.accepted', { details: { moment } }), ...events])
        .slice(1)
        .map(({ ERDSEventId }) => ERDSEventId.split(/[/:]/).at(-1));
    const signed = (moment: string) => known('delivery.acknowledged', { details: { moment } });
    const declined = (moment: string) => known('delivery.declined', { details: { moment } });
    const expired = known('delivery.expired');
    assert.deepEqual(uris('before', signed('before')), ['ConsignmentAcceptance']);
    assert.deepEqual(uris('before', declined('before')), ['ConsignmentRejection']);
    assert.deepEqual(uris('before', expired), ['AcceptanceRejectionExpiry']);
    assert.deepEqual(uris('before', signed('before'), expired).at(-1), 'ContentHandoverFailure');
    const reader = known('delivery.available', { details: { readerOf: 'd2' } });
    assert.deepEqual(uris('before', reader, expired).at(-1), 'ContentHandoverFailure');
    assert.deepEqual(uris('after', signed('after')), ['delivery.acknowledged']);
    assert.deepEqual(uris('after', declined('after')), ['delivery.declined']);
    assert.deepEqual(uris('after', expired), ['ContentHandoverFailure']);
  });

  it('says of an end whether anybody had opened before', () => {
    for (const type of ['delivery.recalled', 'delivery.expired']) {
      const unread = etsiEvidence(issuer, [known(type)]).at(-1)!;
      assert.equal(unread.ERDSEventId, 'http://uri.etsi.org/19522/Event/ContentHandoverFailure');
      const read = etsiEvidence(issuer, [known('delivery.opened'), known(type)]).at(-1)!;
      assert.equal(read.ERDSEventId, `urn:segl:event:${type}`);
      const byAnother = etsiEvidence(issuer, [
        known('delivery.opened', { delivery: 'other' }),
        known(type),
      ]).at(-1)!;
      assert.equal(byAnother.ERDSEventId, unread.ERDSEventId);
    }
  });

  it('names the way in which somebody proved a code, of the same session and delivery alone', () => {
    const sent = known('delivery.code_sent', { details: { code: 'c', via: 'call' } });
    const proved = known('delivery.code_verified', { details: { code: 'c', session: 's' } });
    const read = (session: string, delivery = 'd') =>
      known('delivery.opened', { delivery, details: { session } });
    const shaped = etsiEvidence(issuer, [sent, proved, read('s'), read('another'), read('s', 'other')]);
    assert.deepEqual(
      shaped.map(({ AuthenticationDetails }) => AuthenticationDetails),
      [
        undefined,
        undefined,
        { Method: 'urn:segl:authentication:code:call', Time: proved.event.at },
        undefined,
        undefined,
      ],
    );
  });

  it('names a passkey, an eID or an access code as the way, and nothing that it does not know', () => {
    const methodOf = (method: string) => {
      const proved = known('delivery.identity_verified', { details: { method, session: 's' } });
      const read = known('delivery.opened', { details: { session: 's' } });
      return etsiEvidence(issuer, [proved, read])[1]!.AuthenticationDetails?.Method;
    };
    assert.deepEqual(['passkey', 'eid', 'access_code', 'code', 'palm', ''].map(methodOf), [
      'urn:segl:authentication:passkey',
      'urn:segl:authentication:eid',
      'urn:segl:authentication:access_code',
      'urn:segl:authentication:code',
      undefined,
      undefined,
    ]);
  });

  it('tells nobody’s name that is withheld or erased', () => {
    const who = { name: 'Ana', email: 'ana@example.com' };
    for (const opening of ['withheld', 'erased', opened(who)] as const) {
      const [shaped] = etsiEvidence(issuer, [known('delivery.available', { seq: 1 }, opening)]);
      assert.deepEqual(shaped!.RecipientDetails, [
        {
          Identifier: 'urn:uuid:d',
          ...(typeof opening === 'object' ? { Name: 'Ana', ElectronicAddress: 'ana@example.com' } : {}),
        },
      ]);
      assert.equal(shaped!.EvidenceRefersToRecipient, 'urn:uuid:d');
    }
  });

  it('throws for nothing that may stand in an event', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const fields = fc.dictionary(
      fc.constantFrom('content', 'sha256', 'email', 'name', 'from', 'reply', '__proto__', 'length'),
      json,
    );
    const details = fc.dictionary(
      fc.constantFrom('reason', 'session', 'code', 'via', 'method', 'part', 'constructor'),
      json,
    );
    const type = fc.oneof(
      fc.constantFrom(...Object.keys(eventTypes)),
      fc.constantFrom('toString', '__proto__', ''),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(type, details, fields), { maxLength: 6 }), (events) => {
        const given = events.map(([type, details, fields]) =>
          known(type, { details: details as never }, opened(fields)),
        );
        const shaped = etsiEvidence(issuer, given);
        assert.equal(shaped.length, given.length);
        assert.deepEqual(etsiEvidence(issuer, given), shaped);
      }),
      { numRuns: 500 },
    );
  });
});
