export const portal = {
  front: {
    title: 'Secure messages',
    lead: (organisation: string) =>
      `Here ${organisation} sends messages that are too confidential for ordinary e-mail.`,
    receivedTitle: 'Have you received a notice?',
    received: [
      'Use the link in the notice. It leads to your message.',
      'We send a code to your phone.',
      'Type the code and read the message. You need no account.',
    ],
    genuineTitle: 'Are you in doubt whether it is genuine?',
    genuine: (organisation: string) =>
      `Call ${organisation} on a number that you find yourself, and read the reference from the notice aloud. We never ask for passwords, personal identity numbers or payment.`,
    staffTitle: 'Do you work here?',
    staff: 'Sign in to write and follow messages',
  },
  errors: {
    unavailable: {
      title: 'This does not work right now',
      text: 'A part of the service does not answer. Nothing you have received is lost. Please try again in a few minutes.',
    },
    error: {
      title: 'Something went wrong here',
      text: 'The fault is ours, not yours. Please try again. If it happens again, tell us the number below.',
    },
    too_many: {
      title: 'That was a little too much at once',
      text: 'To protect messages, only so many attempts are allowed in a short time. Wait some minutes and try again.',
    },
    forbidden: {
      title: 'You may not do that here',
      text: 'Your account has no access to this, or the page you came from was too old. Go back, load the page again and retry.',
    },
    method: {
      title: 'That cannot be done with this address',
      text: 'Go back to the page you came from and try again from there.',
    },
    not_found: {
      title: 'There is no page here',
      text: 'The address may be mistyped, or what was here may have been moved or deleted.',
    },
    too_large: {
      title: 'That is too large',
      text: 'What you sent is larger than this service accepts. Try with fewer or smaller files.',
    },
    invalid: {
      title: 'We could not read that',
      text: 'Something in the form was missing or not understood. Go back, check it and try again.',
    },
    reference: 'Number of this error',
    front: 'Go to the front page',
    desk: 'Go to your messages',
  },
  outbox: {
    title: 'Outbox',
    lead: 'This installation sends nothing. What would have left as mail, SMS or call is kept here, newest first.',
    empty: 'Nothing yet.',
    kind: { mail: 'Mail', sms: 'SMS', call: 'Call' },
    to: 'to',
    subject: 'Subject',
  },
};
export type PortalTexts = typeof portal;
