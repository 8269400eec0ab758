/** Texts that leave by mail, SMS and telephone. */
export const notices = {
  mail: {
    subject: (from: string, reference: string) => `Secure message from ${from} (reference ${reference})`,
    reminderSubject: (from: string, reference: string) =>
      `Reminder: secure message from ${from} (reference ${reference})`,
    hello: 'Hello',
    waits: (from: string, time: string) =>
      `${from} has written you a secure message. It was sent on ${time}.`,
    waitsStill: (from: string, time: string) =>
      `${from} wrote you a secure message on ${time}. It has not been opened yet, so we remind you of it.`,
    how: 'The message itself is not in this mail. You read it on this page, with a code that we send to your phone:',
    host: (host: string) => `The link leads to ${host}.`,
    until: (time: string) => `The message can be read until ${time}.`,
    reference: 'Reference',
    genuineTitle: 'Is this genuine?',
    genuine: (organisation: string) =>
      `You can check it without using the link: call ${organisation} on a number that you find yourself, and read the reference aloud. We never ask for passwords, personal identity numbers or payment.`,
    notYou: 'Is it not for you? Then tell them, and give the reference. You need not open anything.',
  },
  sender: {
    bounced: {
      subject: 'A notice could not be delivered',
      what: 'The notice about your secure message was rejected by the recipient’s mail server. The recipient has not been told about the message.',
      next: 'Check the address, and send the message again to the right one.',
    },
    notice_dead: {
      subject: 'A notice has not reached its recipient',
      what: 'The notice about your secure message could not be handed over, though it was tried many times. The recipient has not been told about the message.',
      next: 'Check the address. If it is right, send a reminder later or reach the recipient in another way.',
    },
    locked: {
      subject: 'A secure message is locked',
      what: 'Too many wrong codes were typed for your secure message, and it was locked. Nobody has opened it this way.',
      next: 'Talk to the recipient on a number that you know. Then unlock the message, or correct the phone number.',
    },
    sms_failed: {
      subject: 'A code could not be delivered',
      what: 'The recipient asked for a code for your secure message, but it could not be delivered to the phone number given.',
      next: 'Check the phone number with the recipient, and correct it.',
    },
    no_phone: {
      subject: 'A phone number is missing',
      what: 'Your secure message is held back, because there is no phone number for the recipient. It is sealed and safe. Other recipients are not affected.',
      next: 'Add the phone number, and the message is sent at once.',
    },
    held: {
      subject: 'A secure message is held back',
      what: 'Your secure message waits until somebody has looked at it. It is sealed and safe. Other recipients are not affected.',
      next: 'See why, and what you can do.',
    },
    sentAt: 'Sent',
    recipients: (count: number): string => (count === 1 ? 'Recipient' : 'Recipients'),
    messageId: 'Message-ID',
    see: 'See the message:',
    noSubject: 'The subject is not repeated here, because it is part of the sealed message.',
  },
  signInLink: {
    subject: (organisation: string) => `Your link to sign in at ${organisation}`,
    asked: (organisation: string) =>
      `You can sign in to the secure messages that you have sent from ${organisation}. Use this link:`,
    once: (time: string) => `It works once, until ${time}.`,
    notYou:
      'You get this mail because somebody asked for a link for your address. Was it not you? Then do nothing, and give the link to nobody: nobody can sign in without it.',
  },
  sms: (code: string, organisation: string) =>
    `${code} is your code for the secure message from ${organisation}.`,
  voice: {
    greeting: (organisation: string) =>
      `Hello. This is ${organisation}. You have asked for a code for a secure message. Press any key to hear the code.`,
    before: 'Your code is:',
    again: 'I repeat:',
    ended: 'This code has been used or is too old. You can ask for a new one on the page. Goodbye.',
  },
};
export type NoticeTexts = typeof notices;
