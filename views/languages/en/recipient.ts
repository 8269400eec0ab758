export const recipient = {
  message: {
    openedAt: 'Opened',
    readableUntil: 'Can be read until',
    next: 'What you can do',
    details: 'About this message',
    contentTitle: 'Message',
    frameTitle: 'The text of the message',
    frameAlone: 'Show the text on a page of its own',
    empty: 'The message has no text, only attachments.',
    attachments: (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`),
    download: 'Download',
    others: 'Also sent to',
    othersHint: 'The sender has chosen that recipients of this message see each other.',
    keep: (date: string) => `Save what you want to keep. After ${date} the message can no longer be opened.`,
    done: 'Have you finished? Sign out, especially if others use this device.',
  },
  gone: {
    expired: {
      title: 'The message can no longer be opened',
      what: (when: string) => `The time for reading it ran out on ${when}.`,
      whatUndated: 'The time for reading it has run out.',
      means: 'Messages are kept for a limited time, so that they do not lie about longer than needed.',
      next: (unit: string) =>
        `Do you still need it? Contact ${unit}, give the reference and ask them to send it again.`,
    },
    recalled: {
      title: 'The sender has called the message back',
      what: (when: string) => `The sender called the message back on ${when}.`,
      whatUndated: 'The sender has called the message back.',
      means:
        'It can no longer be opened by anyone with this link. You have done nothing wrong, and you need not do anything.',
      next: (unit: string) => `If you were expecting a message, contact ${unit} and give the reference.`,
    },
    reading_ended: {
      title: 'You cannot read this message now',
      what: (when: string) => `Your reading of this message ended on ${when}.`,
      whatUndated: 'Somebody let you read a message of theirs, and at the moment you cannot.',
      means:
        'They have ended it, or cannot open the message themselves just now. You have done nothing wrong, and you need not do anything.',
      next: (unit: string) =>
        `Do you still need to read it? Ask the person who let you. ${unit}, who wrote to them, can tell you no more.`,
    },
    locked: {
      title: 'The message is locked',
      what: (when: string) => `Too many wrong codes were typed, and the message was locked on ${when}.`,
      whatUndated: 'Too many wrong codes were typed, and the message was locked.',
      means:
        'The message is safe: nobody has opened it this way. The sender has been told and can unlock it.',
      next: (unit: string) =>
        `Contact ${unit} and give the reference. When the message is unlocked, this same link works again. If your phone number has changed, tell them that too.`,
    },
    refused: {
      title: 'The message was not sent',
      what: (when: string) => `The message was stopped on ${when}, before it was sent to you.`,
      whatUndated: 'The message was stopped before it was sent to you.',
      means: 'There is nothing to read here. The sender has been told.',
      next: (unit: string) => `If you were expecting a message, contact ${unit} and give the reference.`,
    },
    /** In place of `recalled.means`, where nobody had opened it. */
    unopened:
      'Nothing of it was shown to anybody with this link, and it can no longer be opened. You have done nothing wrong, and you need do nothing.',
    meansTitle: 'What this means',
    nextTitle: 'What you can do',
  },
  notFound: {
    title: 'We cannot find a message at this link',
    lead: 'The address may be incomplete, or the message may have been deleted. Nothing has gone wrong on your side.',
    tryTitle: 'What you can try',
    steps: [
      'Copy the whole link from the notice. Long links are sometimes broken over two lines.',
      'If you have received several notices, use the newest one.',
      'Contact the sender and give the reference from the notice, ten letters such as KTRWH-MXCPB.',
    ],
  },
  signedOut: {
    title: 'You are signed out',
    lead: 'The message is closed on this device. You can close the page.',
    again: 'Open the message again',
    againHint: 'You will need a new code, or your passkey if you have added one.',
    files: 'Files that you have downloaded are still on this device.',
  },
  sessionEnded: {
    title: 'Your session has ended',
    lead: 'To protect the message, it closes after a while without use. Get a new code to read on.',
    again: 'Get a new code',
  },
};
export type RecipientTexts = typeof recipient;
