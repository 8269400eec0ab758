export const misdeliveries = {
  title: 'This is not for me',
  lead: 'Thank you for saying so. You have done nothing wrong, and nothing is opened by this.',
  what: 'What is the matter?',
  reasons: {
    not_me: 'It is for somebody else than me',
    domain: 'It is for nobody at our addresses',
    died: 'The person it is for has died',
    left: 'The person it is for is no longer here',
    phone: 'It is for me, but I no longer have the phone',
  },
  reasonHints: {
    not_me: 'The notice has come to the wrong person.',
    domain: 'Whatever comes to addresses that end like ours is meant for somebody else.',
    died: 'The sender is asked not to write to them again.',
    left: 'For example a former colleague, or somebody who has moved.',
    phone: 'The sender can correct the number. Then the same link works with your new phone.',
  },
  nextTitle: 'What happens then',
  next: (unit: string) => [
    `We tell ${unit} at once that the message may have gone to the wrong place.`,
    'You get no more reminders of this message.',
    'Nobody is blamed, and you need not explain anything.',
  ],
  submit: 'Tell the sender',
  back: 'Back',
  errors: {
    title: 'The sender has not been told yet',
    reason: 'Choose what fits best.',
  },
  thanks: {
    title: 'Thank you for your help',
    told: (unit: string) => `We have told ${unit} what you said. You get no more reminders of this message.`,
    means: {
      not_me: 'You need do nothing more. You can delete the notice and close this page.',
      domain:
        'The sender is asked to look at everything that was sent to your addresses. You need do nothing more.',
      died: 'We are sorry for your loss, if you were close. The sender is asked not to write to the person any more. You need do nothing more.',
      left: 'The sender is asked to find the right address. You need do nothing more.',
      phone:
        'The sender is asked to correct the phone number. When that is done, the same link works with your new phone.',
    },
    otherwise: 'You need do nothing more. You can close this page.',
    contact: (unit: string) =>
      `If you would rather talk to somebody, contact ${unit} and give the reference.`,
    mistake: 'Was it for you after all? Nothing is lost: open it with a code.',
    open: 'Back to the message',
  },
  landing: {
    hint: 'You need no code for that, and nothing is opened.',
    phone: 'Tell the sender here, without a code',
    reportedTitle: 'Somebody has said that this message is not for them.',
    reported:
      'Machines that check mail sometimes press buttons, and sometimes a notice is passed on. If the message is for you, simply go on: a code to your phone opens it as usual.',
  },
  deletion: {
    titles: {
      asked: 'Please delete what you have saved',
      exhausted: 'Please call the sender',
      confirmed: 'Thank you for your help',
    },
    what: (unit: string, when: string) =>
      `A message from ${unit} was sent to you by mistake. The sender recalled it on ${when}.`,
    whatUndated: (unit: string) =>
      `A message from ${unit} was sent to you by mistake. The sender has recalled it.`,
    means: 'You have done nothing wrong. The message can no longer be opened here.',
    askTitle: 'What we ask of you',
    steps: [
      'Delete the files that you downloaded, also from the folder of downloads and from the bin.',
      'Delete copies, pictures of the screen and printouts.',
      'Then tell us so on this page.',
    ],
    confirmTitle: 'Tell us that it is deleted',
    codeFirst: 'So that we know that it is you, we send a code to your phone:',
    enter: 'Enter the code and confirm',
    passedOn: 'Has anybody else seen or received it?',
    passedOnHint: 'Just say how it is. It helps the sender to help those the message is about.',
    answers: {
      no: 'No, I have not passed it on',
      yes: 'Yes, somebody else has seen or received it',
      unknown: 'I do not know',
    },
    submit: 'I have deleted it',
    exhausted: (unit: string) =>
      `Too many wrong codes were typed, so this page takes no more. Delete what you have saved, then call ${unit} and say so. Give the reference.`,
    confirmed: (unit: string) =>
      `We have told ${unit} that it is deleted. You need do nothing more, and you can close this page.`,
    contact: (unit: string) => `Have you a question? Contact ${unit} and give the reference.`,
    noPhone: (unit: string) =>
      `We have no phone number to send a code to. Delete what you have saved, then contact ${unit} and say so. Give the reference.`,
    errors: {
      title: 'We could not take your answer yet',
      wrong_code: (tries: number) =>
        tries === 1
          ? 'That code is not right. Check it and try again. You have one try left.'
          : `That code is not right. Check it and try again. You have ${tries} tries left.`,
      passed_on: 'Say whether anybody else has seen or received it.',
    },
  },
  mail: {
    subject: (from: string, reference: string) =>
      `A message from ${from} was sent to you by mistake (reference ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Please confirm: a message from ${from} was sent to you by mistake (reference ${reference})`,
    what: (from: string, time: string) =>
      `A secure message that ${from} sent on ${time} was sent to you by mistake, and was opened. The sender has recalled it. You have done nothing wrong.`,
    ask: 'Please delete what you saved of it: files, copies, pictures of the screen and printouts.',
    confirm: 'Then confirm it on this page, with a code that we send to your phone:',
    confirmStill:
      'We have asked before and not heard from you. Please confirm it on this page, with a code that we send to your phone:',
    thanks: 'Thank you for your help.',
  },
  /** As the sender is told. */
  told: {
    not_me: 'The one who got it says that it is for somebody else.',
    domain: 'The one who got it says that nobody at this domain is meant.',
    died: 'The one who got it says that the recipient has died.',
    left: 'The one who got it says that the recipient is no longer there.',
    phone: 'The recipient says that the phone number is no longer theirs.',
  },
};
export type MisdeliveriesTexts = typeof misdeliveries;
