/** Bad outcomes that the sender, and the owner of the sending system, are told of by mail. */
export type FailureKind =
  'bounced' | 'notice_dead' | 'locked' | 'sms_failed' | 'no_phone' | 'refused' | 'relay_failed';
