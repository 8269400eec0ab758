/**
 * Every event type Segl records, what it does to a delivery's status, and its ETSI EN 319 522 name.
 * Types that later capabilities record are listed from the start, so that the vocabulary of the evidence
 * never changes under a log that is already anchored.
 */
import type { DeliveryStatus } from './statuses.ts';

const etsi = (name: string) => `http://uri.etsi.org/19522/Event/${name}`;
const own = (name: string) => `urn:segl:event:${name}`;

interface EventMeaning {
  /** The URI that an export carries. Names under uri.etsi.org are only those of EN 319 522-1. */
  readonly uri: string;
  /** Status of the delivery after the event; absent: the event leaves the status as it is. */
  readonly status?: DeliveryStatus;
  /** The event changes the status only from one of these; absent: from any. */
  readonly from?: readonly DeliveryStatus[];
}

const open = ['sent', 'notified', 'opened', 'reported'] as const;
const before = ['sent', 'held'] as const;
const unread = ['sent', 'held', 'notified'] as const;
/** Open as well, and answered: the recipient has signed, or declined to. */
const standing = [...open, 'acknowledged', 'declined'] as const;
/** What was answered stays answered when its time is over. */
const unanswered = [...open, 'held', 'locked'] as const;

const table = {
  'message.accepted': { uri: etsi('SubmissionAcceptance') },
  'message.refused': { uri: etsi('SubmissionRejection') },
  'message.erased': { uri: own('message.erased') },
  'delivery.erased': { uri: own('delivery.erased'), status: 'erased' },
  'delivery.available': { uri: etsi('ContentConsignment'), status: 'sent' },
  'delivery.refused': { uri: own('delivery.refused'), status: 'refused' },
  'delivery.held': { uri: own('delivery.held'), status: 'held' },
  'delivery.released': { uri: own('delivery.released'), status: 'sent' },
  'delivery.corrected': { uri: own('delivery.corrected') },
  'delivery.extended': { uri: own('delivery.extended') },
  'delivery.reminded': { uri: own('delivery.reminded') },
  'delivery.notified': { uri: etsi('ConsignmentNotification'), status: 'notified', from: before },
  'delivery.notice_failed': { uri: etsi('ConsignmentNotificationFailure'), status: 'bounced', from: unread },
  'delivery.notice_delayed': { uri: own('delivery.notice_delayed') },
  'delivery.notice_reported': { uri: own('delivery.notice_reported') },
  'delivery.notice_relayed': { uri: own('delivery.notice_relayed') },
  'delivery.notice_confirmed': { uri: etsi('NotificationDelivered') },
  'delivery.notice_answered': { uri: own('delivery.notice_answered') },
  'delivery.exempted': { uri: own('delivery.exempted'), status: 'sent' },
  'delivery.relayed': { uri: own('delivery.relayed'), status: 'relayed' },
  'delivery.relay_failed': { uri: own('delivery.relay_failed'), status: 'bounced' },
  'delivery.link_followed': { uri: etsi('NotificationAccessTracking') },
  'delivery.code_sent': { uri: own('delivery.code_sent') },
  'delivery.code_delivered': { uri: own('delivery.code_delivered') },
  'delivery.code_failed': { uri: own('delivery.code_failed') },
  'delivery.code_verified': { uri: own('delivery.code_verified') },
  'delivery.locked': { uri: own('delivery.locked'), status: 'locked', from: standing },
  'delivery.unlocked': { uri: own('delivery.unlocked') },
  'delivery.opened': { uri: etsi('ContentHandover'), status: 'opened' },
  'delivery.reopened': { uri: etsi('ContentAccessTracking') },
  'delivery.attachment_opened': { uri: etsi('ContentAccessTracking') },
  'delivery.content_sent': { uri: own('delivery.content_sent') },
  'delivery.acknowledged': { uri: own('delivery.acknowledged'), status: 'acknowledged' },
  'delivery.declined': { uri: own('delivery.declined'), status: 'declined' },
  'delivery.recalled': { uri: own('delivery.recalled'), status: 'recalled' },
  'delivery.open_refused': { uri: own('delivery.open_refused') },
  'delivery.expired': { uri: own('delivery.expired'), status: 'expired', from: unanswered },
  'delivery.misdelivery_reported': {
    uri: own('delivery.misdelivery_reported'),
    status: 'reported',
    from: open,
  },
  'delivery.report_lifted': { uri: own('delivery.report_lifted') },
  'delivery.deletion_asked': { uri: own('delivery.deletion_asked') },
  'delivery.deletion_confirmed': { uri: own('delivery.deletion_confirmed') },
  'delivery.escalated': { uri: own('delivery.escalated') },
  'delivery.task_done': { uri: own('delivery.task_done') },
  'delivery.signature_missed': { uri: own('delivery.signature_missed') },
  'delivery.identity_verified': { uri: own('delivery.identity_verified') },
  'delivery.access_code_made': { uri: own('delivery.access_code_made') },
  'delivery.passkey_added': { uri: own('delivery.passkey_added') },
  'delivery.passkey_removed': { uri: own('delivery.passkey_removed') },
  'delivery.reply_read': { uri: own('delivery.reply_read') },
  'delivery.reader_named': { uri: own('delivery.reader_named') },
  'delivery.reader_ended': { uri: own('delivery.reader_ended') },
  'delivery.replied': { uri: own('delivery.replied') },
  'delivery.readdressed': { uri: own('delivery.readdressed') },
  'message.looked_at': { uri: own('message.looked_at') },
  'message.handed_over': { uri: own('message.handed_over') },
  'mailbox.created': { uri: own('mailbox.created') },
  'mailbox.changed': { uri: own('mailbox.changed') },
  'mailbox.deleted': { uri: own('mailbox.deleted') },
  'evidence.searched': { uri: own('evidence.searched') },
  'export.made': { uri: own('export.made') },
  'log.opened': { uri: own('log.opened') },
  'log.key_added': { uri: own('log.key_added') },
  'log.key_retired': { uri: own('log.key_retired') },
  'epoch.destroyed': { uri: own('epoch.destroyed') },
  'tombstones.applied': { uri: own('tombstones.applied') },
  'incident.opened': { uri: own('incident.opened') },
  'incident.changed': { uri: own('incident.changed') },
  'incident.decided': { uri: own('incident.decided') },
  'incident.alarmed': { uri: own('incident.alarmed') },
  'incident.closed': { uri: own('incident.closed') },
  'incident.reopened': { uri: own('incident.reopened') },
  'failures.closed': { uri: own('failures.closed') },
  'failures.alarmed': { uri: own('failures.alarmed') },
  'reconciliation.made': { uri: own('reconciliation.made') },
  'block.made': { uri: own('block.made') },
  'block.lifted': { uri: own('block.lifted') },
  'policy.changed': { uri: own('policy.changed') },
  'person.created': { uri: own('person.created') },
  'person.changed': { uri: own('person.changed') },
  'person.deactivated': { uri: own('person.deactivated') },
  'person.reactivated': { uri: own('person.reactivated') },
  'person.signed_in': { uri: own('person.signed_in') },
  'person.signed_out_everywhere': { uri: own('person.signed_out_everywhere') },
  'person.factor_added': { uri: own('person.factor_added') },
  'person.factor_removed': { uri: own('person.factor_removed') },
  'person.password_set': { uri: own('person.password_set') },
  'person.link_made': { uri: own('person.link_made') },
  'unit.created': { uri: own('unit.created') },
  'unit.changed': { uri: own('unit.changed') },
  'system.created': { uri: own('system.created') },
  'system.changed': { uri: own('system.changed') },
  'system.revoked': { uri: own('system.revoked') },
  'secret.created': { uri: own('secret.created') },
  'secret.changed': { uri: own('secret.changed') },
  'secret.revoked': { uri: own('secret.revoked') },
  'contact.created': { uri: own('contact.created') },
  'contact.changed': { uri: own('contact.changed') },
  'contact.deleted': { uri: own('contact.deleted') },
  'contacts.imported': { uri: own('contacts.imported') },
  'contacts.import_undone': { uri: own('contacts.import_undone') },
} as const satisfies Record<string, EventMeaning>;

export type EventType = keyof typeof table;
export const eventTypes: Readonly<Record<EventType, EventMeaning>> = table;
