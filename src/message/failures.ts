import type { EventType } from './event-types.ts';

/** Bad outcomes that the sender, and the owner of the sending system, are told of by mail. */
export const toldFailures = [
  'bounced',
  'notice_dead',
  'locked',
  'sms_failed',
  'no_phone',
  'refused',
  'relay_failed',
  'expired_unread',
  'reported',
  /** The recipient declined to sign; or has not signed by the sender's deadline. */
  'declined',
  'signature_missed',
  /** Mails to the address or its domain are never opened. */
  'silent',
  /** The ladder has come to a person: call the recipient; print the message and post it. */
  'phone_task',
  'print_task',
] as const;
export type FailureKind = (typeof toldFailures)[number];

/** What stands in the inbox: the same, and work that was given up. */
export const inboxKinds = [...toldFailures, 'dead_job'] as const;
export type InboxKind = (typeof inboxKinds)[number];

export const isInboxKind = (text: unknown): text is InboxKind =>
  (inboxKinds as readonly unknown[]).includes(text);

/** What puts right whatever is wrong with a delivery: nobody waits for it any more. */
const ending = ['delivery.recalled', 'delivery.acknowledged', 'delivery.declined'] as const;
const opening = ['delivery.opened', 'delivery.reopened'] as const;

/**
 * The events of the same delivery that put a failure right, when they come after it: it then closes by itself. Of the kinds
 * without any, only a person closes a failure.
 */
export const mendedBy: Readonly<Record<InboxKind, readonly EventType[]>> = {
  bounced: ['delivery.notified', 'delivery.notice_confirmed', 'delivery.readdressed', ...opening, ...ending],
  notice_dead: [
    'delivery.notified',
    'delivery.notice_confirmed',
    'delivery.readdressed',
    ...opening,
    ...ending,
  ],
  locked: ['delivery.unlocked', ...opening, ...ending],
  sms_failed: ['delivery.code_delivered', 'delivery.code_verified', ...opening, ...ending],
  no_phone: ['delivery.released', 'delivery.notified', ...opening, ...ending],
  refused: [],
  relay_failed: ['delivery.relayed'],
  expired_unread: [],
  reported: ['delivery.report_lifted', ...ending],
  declined: ['delivery.acknowledged'],
  signature_missed: [...ending],
  silent: [...opening, ...ending],
  phone_task: ['delivery.task_done', ...opening, ...ending],
  print_task: ['delivery.task_done', ...opening, ...ending],
  dead_job: [],
};

/** How a failure was closed: by a person with a word; by trying dead work again; by itself, once it was put right. */
export const closings = ['word', 'retried', 'resolved'] as const;
export type Closing = (typeof closings)[number];
