export const failures = {
  title: 'Failures',
  /** What went wrong, in a few words. */
  kinds: {
    bounced: 'Notice rejected',
    notice_dead: 'Notice not handed over',
    locked: 'Locked after wrong codes',
    sms_failed: 'Code did not reach the phone',
    no_phone: 'Phone number missing',
    refused: 'Not sent',
    relay_failed: 'Mail not passed on',
    expired_unread: 'Time ran out unread',
    reported: 'Reported as not for them',
    silent: 'Address where nothing is opened',
    phone_task: 'Recipient to be called',
    print_task: 'To be sent on paper',
    dead_job: 'Work given up',
  },
};
export type FailuresTexts = typeof failures;
