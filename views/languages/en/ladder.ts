/** What follows where a message stays unread. */
export const ladder = {
  title: 'Unread messages',
  /** One SMS, of letters that every phone shows. */
  sms: (organisation: string, reference: string) =>
    `You have a secure message from ${organisation}, reference ${reference}. You find the link to it in your e-mail.`,
  call: {
    greeting: (organisation: string) =>
      `Hello. This is ${organisation}. A secure message waits for you. Press any key to hear more.`,
    said: (organisation: string, reference: string) =>
      `You have a secure message from ${organisation}. You find the link to it in your e-mail. The reference is: ${reference}. I repeat: ${reference}. Goodbye.`,
    over: 'The message does not wait for you any more. You need not do anything. Goodbye.',
  },
  /** What came of a step, after its name. */
  came: {
    no_phone: 'not possible, there is no phone number',
    budget_spent: 'not possible, there were too many before',
    handed_over: 'handed over',
    delivered: 'arrived',
    failed: 'did not arrive',
    unknown: 'it is not known whether it arrived',
    reached: 'the recipient was reached',
    not_reached: 'nobody was reached',
    wrong_number: 'the number is wrong',
    posted: 'posted on paper',
    not_needed: 'not needed on paper',
  },
  tasks: {
    title: 'An unread message',
    back: 'Back to the message',
    link: 'Do it, and say what came of it',
    lead: 'The recipient has not opened the message. Nothing of its content may be said to anybody else.',
    recipient: 'Recipient',
    since: 'Asked for',
    asked: { phone_task: 'Please call the recipient', print_task: 'Please post the message on paper' },
    how: {
      phone_task:
        'Say that a secure message waits, name the reference, and ask them to look into their e-mail. Should the number be wrong, correct it at the message.',
      print_task: 'Print the letter and the attachments, and post them to an address that you are sure of.',
    },
    letter: 'Show the letter to print',
    outcome: 'What came of it?',
    outcomes: {
      phone_task: {
        reached: 'I have reached the recipient',
        not_reached: 'I have not reached anybody',
        wrong_number: 'The number is wrong',
      },
      print_task: {
        posted: 'I have posted the message on paper',
        not_needed: 'It is not needed on paper',
      },
    },
    word: 'A word about it (optional)',
    wordHint: (most: number) => `At most ${most} characters. Write nothing about the message’s content.`,
    submit: 'Save',
    errorTitle: 'That has not been saved yet',
    problems: {
      outcome: (_most: number) => 'Choose what came of it.',
      word: (most: number) => `The word is too long. Say it in at most ${most} characters.`,
    },
  },
  letter: {
    title: 'Letter to print',
    back: 'Back to the task',
    lead: 'Print this page in your browser: only the letter below comes onto the paper. Check the postal address before you post it.',
    onlyHtml: 'The text of this message has a layout of its own, and is printed by itself:',
    showHtml: 'Show the text',
    attachmentsToo: 'Print the attachments too, from your own files.',
    sent: (time: string) => `Sent electronically on ${time}`,
    reference: 'Reference',
    attachments: 'With this letter',
    why: 'You get this letter because the message has not been opened. You can still read it electronically as well: the link is in your e-mail.',
  },
};
export type LadderTexts = typeof ladder;
