/** Mails about something that somebody should look at now. */
export const alarms = {
  kinds: {
    reported: {
      subject: 'A recipient says that a message is not for them',
      what: 'Somebody with the link to a secure message says that it is not for them. No reminders are sent any more. They have not opened anything by saying so.',
      next: 'Look at the message. If it went to the wrong address, recall it: that takes one step, and shows what has been seen.',
    },
    passed_on: {
      subject: 'A wrong recipient may have passed a message on',
      what: 'Somebody who got a message by mistake was asked to delete it, and has answered. Others may have seen it.',
      next: 'Look at the message, and consider whether this is an incident that must be reported.',
    },
    failures_grew: {
      subject: 'Unusually many failures',
      what: 'Within one hour far more went wrong than usual, and with the same cause. That is often a fault in a system, not a slip.',
      next: 'Look at the failures, and talk to whoever looks after the system:',
    },
    sums_differ: {
      subject: 'The sums do not agree',
      what: 'All recipients were counted, once by what the evidence says and once by what the system shows. The two differ.',
      next: 'Rely on neither until a technician has looked. What differs is shown here:',
    },
    silent_system: {
      subject: 'Nobody opens what a system sends to an address',
      what: 'Several messages in a row to the same address or domain have stayed unopened. The address may be wrong.',
      next: 'Check the address in the system that sends. The messages are shown here:',
    },
    incident_due: {
      subject: 'The deadline of an incident is coming near',
      what: 'An incident is still undecided. Where it must be reported, the authority is to be told within 72 hours.',
      next: 'Decide whether it is reported, and say why. What is not known yet can be added later:',
    },
    restored: {
      subject: 'A backup brought back what had been destroyed',
      what: 'After a start, something was there again that had been recalled or erased: a backup was restored. It has been destroyed once more.',
      next: 'Nobody has to do anything. Make sure that the restore was intended:',
    },
  },
  facts: {
    system: 'System',
    kind: 'What went wrong',
    reason: 'What they say',
    usual: 'Usually at most, in an hour',
    hours: 'Hours since it became known',
  },
  /** What the number of an alarm counts. */
  counts: {
    reported: 'Reports',
    passed_on: 'Answers',
    failures_grew: 'In the last hour',
    sums_differ: 'Recipients that differ',
    silent_system: 'Unopened messages',
    incident_due: 'Tasks left',
    restored: 'Destroyed again',
  },
  /** Codes of reports and answers. */
  reasons: {
    not_me: 'I am not the one it is for',
    domain: 'Nobody at this domain is meant',
    died: 'The recipient has died',
    left: 'The recipient has left the organisation',
    phone: 'The phone number is no longer theirs',
    yes: 'It was passed on',
    unknown: 'They do not know whether it was passed on',
  },
  why: 'You get this mail because you are named for such alarms, or because compliance mail goes to this address.',
};
export type AlarmsTexts = typeof alarms;
