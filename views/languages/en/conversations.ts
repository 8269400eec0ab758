export const conversations = {
  title: 'Conversation',
  whole: 'The whole conversation',
  answers: {
    title: 'Answers',
    none: 'No answers have come yet. When a recipient answers one of your messages, you find it here, and get a mail.',
    from: 'Answer from',
    unread: 'New',
    read: 'First read',
    mailed: 'Handed to a mailbox',
    files: (count: number): string => (count === 1 ? '1 file' : `${count} files`),
    before: 'Newer answers',
    next: 'Older answers',
  },
  reply: {
    title: 'Answer',
    back: 'Back to the message',
    about: 'In answer to:',
    text: 'What the recipient wrote',
    onlyFiles: 'There is no text, only files.',
    filesHint:
      'The files are as the recipient sent them, and nobody has checked them. Open only what you expect.',
    readAt: 'First read at the desk:',
    cannot:
      'You cannot answer here: the message was recalled, erased, or reported as not meant for its recipient, or you may not send.',
    notYours: 'Only whoever has the case can answer. Take the case over on the page of the message.',
    answerTitle: 'Answer to',
    answerHint:
      'Your answer is a secure message of its own. The recipient gets a notice, and a code to the same phone as before.',
    noPhone:
      'There is no phone number for this recipient. Your answer is sealed and held until you add one on its page.',
  },
  turns: {
    message: 'Message from',
    reply: 'Answer from',
    read: 'Read the answer',
    html: 'Its text is laid out: open the message to see it.',
  },
  ofMessage: {
    title: (answers: number): string =>
      answers === 0 ? 'Answers and case' : answers === 1 ? '1 answer' : `${answers} answers`,
    keptBy: 'The case is with',
    takeBack: 'Take it back',
    giveBack: 'Give it back',
    give: 'Give the case to a colleague',
    colleague: 'Colleague',
    giveHint:
      'They can read the message and everything answered to it, answer, recall, and are told of answers in your place. You keep it too. The handing over is recorded.',
    submit: 'Give the case',
  },
  byMail: {
    title: 'Answers in your own mailbox',
    lead: 'When a recipient answers, you get a mail that says so. You can have the answer itself sent to your mailbox instead, with its files up to 20 MB. It leaves only over an encrypted connection to a mail server that proves its name; otherwise it stays here, and the mail says so. In your mailbox your own organisation’s rules apply: a recall or an erasure here does not reach it.',
    on: 'Answers are sent to your mailbox.',
    off: 'Answers stay at the desk.',
    turnOn: 'Send answers to my mailbox',
    turnOff: 'Keep answers at the desk',
  },
  /** Mails to staff. */
  mail: {
    came: {
      subject: 'An answer to your secure message has come',
      what: 'The recipient of your secure message has answered it.',
      inherited:
        'The recipient of a secure message has answered it. Whoever wrote it is no longer active here or could not be reached, so this mail comes to you. Members of the unit find the message at the desk under “Left behind”, and can read the answer there after giving a reason.',
      why: {
        no_tls:
          'You have chosen to get answers in your mailbox. This one stays at the desk, because the mail server did not offer an encrypted connection that can be trusted.',
        too_large:
          'You have chosen to get answers in your mailbox. This one stays at the desk, because it is too large for a mail.',
        refused:
          'You have chosen to get answers in your mailbox. This one stays at the desk, because the mail server did not take it.',
      },
      read: 'Read the answer at the desk:',
      noContent: 'What the answer says is not repeated here, because it may be confidential.',
    },
    itself: {
      from: (recipient: string, time: string) =>
        `${recipient} wrote this on ${time}, in answer to your secure message.`,
      answer:
        'Answer this mail, and your answer is sealed and sent to the recipient as a secure message. Do so from this address, within 30 days. Your mail should not travel in the clear on its way: ask your organisation if you are not sure.',
      atDesk: 'The answer at the desk, where you can also answer it:',
    },
    given: {
      subject: 'A case has been given to you',
      what: (by: string) =>
        `${by} has given you a secure message with everything that was answered to it. You can read it, answer it and act on it as if it were your own, and you are told when the recipient answers.`,
    },
  },
};
export type ConversationsTexts = typeof conversations;
