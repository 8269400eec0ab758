export const silence = {
  title: 'Never opened',
  lead: 'Addresses and domains of which nobody has ever opened anything, ten working days after it was sent. A wrong address looks like this: the mail arrives, at somebody else.',
  none: 'There is none at the moment.',
  resembles: 'It looks like',
  resemblesMeans:
    'Check whether that was meant. If so, recall the messages, and put the address right where it comes from.',
  domain: (messages: number) =>
    messages === 1
      ? 'One message to this domain, and nobody has opened it.'
      : `${messages} messages to this domain, and nobody has opened any of them.`,
  address: (messages: number) =>
    messages === 1
      ? 'One message to this address, and nobody has opened it.'
      : `${messages} messages to this address, and nobody has opened any of them.`,
  first: 'The first was sent',
  told: 'The senders were told',
  system: 'Sent by',
  people: 'People',
  newest: 'The newest messages:',
  message: 'Message of',
  blockDomain: 'Send nothing more to the domain',
  blockAddress: 'Send nothing more to',
  right: 'It is right so',
  rightHint: (most: number) =>
    `Say in a few words why, in at most ${most} characters. Then nobody is told of it any more, until somebody has opened something there.`,
  close: 'Take it off the list',
  done: 'It was taken off the list.',
  errorTitle: 'Nothing was taken off the list',
  errors: {
    word: (most: number) => `Say in a few words why it is right, in at most ${most} characters.`,
    gone: (_most: number) =>
      'It is not on the list any more: somebody was quicker, or something was opened there.',
  },
  /** To whoever is writing to the address. `since`: a month and year. */
  hint: (messages: number, since: string) =>
    `None of the ${messages} messages to this address was opened since ${since}. Is the address right?`,
};
export type SilenceTexts = typeof silence;
