export const evidence = {
  title: 'Evidence',
  lead: 'Find out what happened to messages. Subjects and contents are not shown here.',
  log: {
    closed: {
      title: 'The log is closed.',
      means:
        'What happens is still recorded, but none of it comes into the log, nor into files that are handed out, until a technician has looked. Tell whoever runs this server.',
    },
    behind: {
      title: 'The log is behind.',
      means:
        'What happened last is recorded, but is not in the log yet, nor in files that are handed out. If this does not pass within minutes, tell whoever runs this server.',
    },
    unsound: {
      title: 'The log does not fit.',
      means:
        'The last check of the whole log found that it differs from what is recorded. Rely on neither until a technician has looked: tell whoever runs this server.',
    },
    never: 'Nobody outside has stamped this log: it proves nothing against whoever runs this server.',
    late: (time: string) =>
      `Nobody outside has stamped this log since ${time}: what came later proves nothing against whoever runs this server.`,
  },
  /** Names of the terms. */
  terms: {
    from: 'First day',
    to: 'Last day',
    sender: 'Sender',
    recipient: 'Recipient',
    type: 'What happened',
    status: 'Status now',
    message: 'Message number (id)',
  },
  addressHint: 'The whole e-mail address, or its beginning with * at the end.',
  anyType: 'Anything',
  anyStatus: 'Any status',
  search: 'Search',
  recorded: 'Each search is recorded with your name and what you looked for.',
  problemTitle: 'That cannot be searched for',
  problems: {
    from: 'The first day is not a date.',
    to: 'The last day is not a date, or comes before the first.',
    sender: 'The sender must be an e-mail address, or its beginning with * at the end.',
    recipient: 'The recipient must be an e-mail address, or its beginning with * at the end.',
    type: 'Choose what happened from the list.',
    status: 'Choose a status from the list.',
    message: 'A message number looks like 0197a3c2-7b1e-7c3a-9f00-0123456789ab.',
  },
  searchOver: 'That search has ended: an hour has passed, or somebody else made it. Search again.',
  foundTitle: 'What was found',
  back: 'Back to the evidence',
  none: 'Nothing was found in the messages that you may see.',
  noTerms: 'Everything, newest first.',
  next: 'Older messages',
  erased: 'erased',
  no: { sent: 'no', received: 'not confirmed', opened: 'no' },
  columns: {
    recipient: 'Recipient',
    sender: 'Sender',
    status: 'Status now',
    sent: 'Sent',
    received: 'Received',
    opened: 'Opened',
  },
  chart: {
    title: 'In numbers',
    show: 'Show',
    problem:
      'Choose a first day, and a last day that is not before it nor more than ten years after it. Below is the last month.',
    busy: 'There is too much in this period to be counted at once. Choose a shorter one.',
    overTime: {
      day: 'Sent, received and opened, day by day',
      week: 'Sent, received and opened, week by week',
      month: 'Sent, received and opened, month by month',
    },
    steps: { day: 'Day', week: 'Week from', month: 'Month from' },
    kinds: { sent: 'Sent', received: 'Received', opened: 'Opened' },
    desc: 'Three bars for each stretch of time. The same numbers stand in the table below.',
    numbers: 'The same as numbers',
    means:
      'Sent: sealed and stored for a recipient. Received: the recipient’s own mail server confirmed the notice; many servers never do. Opened: for the first time, by somebody with the code. Each counts on the day on which it happened.',
    howLong: 'How long it took until they were opened',
    spanDesc: 'One bar for each length of time. The same numbers stand in the table below.',
    span: 'Time until opened',
    deliveries: 'Recipients',
    share: 'Share',
    spans: {
      hour: 'Less than 1 hour',
      four_hours: '1 to 4 hours',
      day: '4 to 24 hours',
      three_days: '1 to 3 days',
      week: '3 to 7 days',
      later: 'Longer',
      not_yet: 'Not opened yet',
    },
    /** The same, short enough to stand below bars on a phone. */
    spanMarks: {
      hour: '0–1 h',
      four_hours: '1–4 h',
      day: '4–24 h',
      three_days: '1–3 d',
      week: '3–7 d',
      later: '7 d +',
      not_yet: 'not yet',
    },
  },
};
export type EvidenceTexts = typeof evidence;
