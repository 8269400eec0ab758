export const replies = {
  title: 'Answer',
  sentTitle: 'Your answer is sent',
  back: 'Back to the message',
  lead: (unit: string) =>
    `Write to ${unit} here. Your answer is sealed on its way, and only those who work with it can read it.`,
  another: 'Write another answer',
  text: 'Your answer',
  files: 'Files',
  filesHint: (most: number) => `Up to ${most} files, together at most 1 GB.`,
  whole: 'It is here, and goes with your answer.',
  part: (received: string, size: string) =>
    `${received} of ${size} is here. Choose the same file again, and it goes on from there.`,
  remove: 'Remove',
  keepHint: (until: string) =>
    `What you save waits for you here, at the latest until ${until}. Nobody sees it before you send it.`,
  send: 'Send the answer',
  save: 'Save for later',
  discard: 'Throw away what I have written',
  discardSure: 'Everything that is not sent yet is deleted, the files as well. This cannot be undone.',
  discardYes: 'Yes, throw it away',
  earlier: 'What you have sent',
  sentAt: (when: string) => `Sent on ${when}`,
  readAt: (when: string) => `Read on ${when}`,
  mailedAt: (when: string) => `Handed to the sender’s mailbox on ${when}`,
  unread: 'Not read yet',
  withFiles: (count: number): string => (count === 1 ? 'One file' : `${count} files`),
  done: {
    sent: (unit: string) =>
      `${unit} has been told that there is an answer. You find your own copy below, as long as the message can be read.`,
    saved: (_unit: string) =>
      'It is saved, and nothing is sent yet. You can close this page and go on later.',
    discarded: (_unit: string) => 'It is deleted. Nothing was sent.',
  },
  own: {
    title: 'What you answered',
    back: 'Back to your answers',
    readAt: (unit: string, when: string) => `${unit} read it on ${when}.`,
    mailedAt: (unit: string, when: string) =>
      `It was handed to a mailbox of ${unit} on ${when}. Nobody can see whether it is read there.`,
    unread: (unit: string) => `${unit} has not read it yet.`,
    filesOnly: 'You sent files alone.',
    about: 'The message that you answered',
  },
  signedOut: {
    title: 'Your answer is not sent yet',
    lead: 'Nothing was done here for a while, so the message closed itself to keep it safe.',
    how: 'Here is what you wrote. Open the message again with a new code, and copy your text into the answer. Files are to be chosen again.',
    yours: 'What you wrote',
    again: 'Open the message again',
  },
  errors: {
    title: 'Your answer is not sent yet',
    empty: 'Write something, or choose a file.',
    too_large:
      'The files hold more than 1 GB together. Send fewer or smaller ones, or put them into several answers.',
    too_long: 'The text is too long for this page. Put it into a file, and send the file.',
    too_many: (most: number) =>
      `An answer takes at most ${most} files. Put them into one archive, or send several answers.`,
    full: (unit: string) =>
      `Your answers to this message hold as much as they can. Contact ${unit}, so that they can write to you anew.`,
    changed: 'This answer was changed or sent in another window. Look at what is below, then send it.',
    unfinished: 'A file has not come whole yet. Choose it again so that it goes on, or remove it.',
    budget: (minutes: number) =>
      minutes > 90
        ? `Many answers were sent or tried today. Save it, and send it in ${Math.ceil(minutes / 60)} hours.`
        : `Many answers were sent or tried today. Save it, and send it in ${minutes} minutes.`,
    filesLost: 'Please choose the files again: they did not come along.',
  },
  /** Said by the script of the page. */
  script: {
    label: 'How much of the file is here',
    uploading: (percent: string) => `${percent} % is here`,
    waiting: 'Waits for its turn',
    lost: 'The connection was lost. It goes on by itself as soon as it can.',
    paused: 'Paused. Nothing is lost.',
    finishing: 'All of it is here. It is being sealed…',
    pause: 'Pause',
    resume: 'Go on',
    saved: 'Saved. Nothing is sent yet.',
    notSaved: 'It could not be saved just now. Keep this page open.',
    busy: 'Files are still on their way. Send the answer once they are here.',
    tooLarge: 'That is more than 1 GB together, so it was not begun. Choose fewer or smaller files.',
    tooMany: (most: number) => `An answer takes at most ${most} files, so the others were not begun.`,
    signedOut:
      'Nothing was done here for a while, so the message closed itself. What is saved is not lost: open the message again with a new code, and go on.',
    ended: 'The message is no longer available, so no answer can be sent.',
    refused: 'The file could not be taken. Remove it, and choose it again.',
    budget: 'Too many files were begun today. What is here already can be sent.',
  },
};
export type RepliesTexts = typeof replies;
