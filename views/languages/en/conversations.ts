export const conversations = {
  title: 'Conversation',
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
