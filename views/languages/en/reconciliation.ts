export const reconciliation = {
  title: 'Do the sums agree?',
  lead: 'Once a day every recipient of every message is counted from the evidence alone, and held against what the pages show. Each must have come to exactly one end, or be on its way.',
  never: 'Nothing has been counted yet.',
  count: 'Count now',
  progress: (percent: number) => `Counting: ${percent} % done`,
  refresh: 'See how far it has come',
  agrees: 'The sums agree',
  differs: (count: number) => (count === 1 ? 'There is one difference' : `There are ${count} differences`),
  counted: (messages: string, deliveries: string) =>
    `Messages: ${messages}. Recipients: ${deliveries}. Counted:`,
  what: 'Something is not as the evidence says.',
  whatNext:
    'Rely on neither until a technician has looked: it may be a fault in Segl, a restored backup, or somebody who changed the database by hand. The evidence itself cannot be changed unnoticed.',
  first: 'The first messages:',
  states: 'What became of them, by the evidence',
  earlier: 'Counts of the last days',
  when: 'When',
  deliveries: 'Recipients',
  differences: 'Differences',
  findings: {
    recipients: {
      name: 'Other recipients than were accepted',
      means: 'A message has more or fewer recipients than when it was accepted, or is missing altogether.',
    },
    no_events: {
      name: 'Recipients without evidence',
      means: 'A recipient is shown, but no event tells of them.',
    },
    no_delivery: {
      name: 'Evidence without a recipient',
      means: 'Events tell of a recipient who is no longer there, and who was not erased.',
    },
    gap: {
      name: 'A missing event',
      means: 'The events of a recipient are numbered, and a number is missing.',
    },
    two_outcomes: { name: 'Two ends', means: 'A delivery ended, and then ended differently or went on.' },
    status: {
      name: 'Another status',
      means: 'What the pages show of a delivery is not what its events say.',
    },
    overdue: {
      name: 'Not ended in time',
      means: 'The time of a delivery was over more than an hour ago, and it has not ended.',
    },
    stuck: {
      name: 'Nothing on its way',
      means: 'For an hour no notice has left, and none waits to leave: the recipient would never hear of it.',
    },
    seal_left: {
      name: 'A key that should be destroyed',
      means: 'The message was recalled, has expired or was erased, and the key to it is still there.',
    },
    seal_missing: {
      name: 'A missing key',
      means: 'The message should still open for a recipient, and the key to it is not there.',
    },
  },
};
export type ReconciliationTexts = typeof reconciliation;
