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
