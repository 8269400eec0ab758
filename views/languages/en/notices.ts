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
    /** Who gave it to them stands on the page, behind the code. */
    parted: {
      reader: (from: string, time: string) =>
        `Somebody to whom ${from} sent a secure message on ${time} has chosen you to read it with them.`,
      passed: (from: string, time: string) =>
        `A colleague has passed on to you a secure message that ${from} sent on ${time}.`,
    },
    how: 'The message itself is not in this mail. You read it on this page, with a code that we send to your phone:',
    howWithoutPhone:
      'The message itself is not in this mail. You read it on this page, which says how you open it:',
    host: (host: string) => `The link leads to ${host}.`,
    until: (time: string) => `The message can be read until ${time}.`,
    reference: 'Reference',
    genuineTitle: 'Is this genuine?',
    genuine: (organisation: string) =>
      `You can check it without using the link: call ${organisation} on a number that you find yourself, and read the reference aloud. We never ask for passwords, personal identity numbers or payment.`,
    notYou:
      'Is it not for you? Thank you for noticing. Say so on the page: you need no code, and open nothing.',
  },
  sender: {
    bounced: {
      subject: 'A notice could not be delivered',
      what: 'A notice about your secure message was rejected by the recipient’s mail server. The recipient may not know that there is a message.',
      next: 'Check the address, and send the message again to the right one.',
    },
    notice_dead: {
      subject: 'A notice has not reached its recipient',
      what: 'A notice about your secure message could not be handed over, though it was tried many times. The recipient may not know that there is a message.',
      next: 'Check the address. If it is right, send a reminder later or reach the recipient in another way.',
    },
    locked: {
      subject: 'A secure message is locked',
      what: 'Too many wrong codes were typed for your secure message, and it was locked. Nobody has opened it this way.',
      next: 'Talk to the recipient on a number that you know. Then unlock the message, or correct the phone number.',
    },
    sms_failed: {
      subject: 'A code could not be delivered',
      what: 'A code for your secure message, or word by phone that it waits, could not be delivered to the phone number given.',
      next: 'Check the phone number with the recipient, and correct it.',
    },
    no_phone: {
      subject: 'A phone number is missing',
      what: 'Your secure message is held back, because there is no phone number for the recipient. It is sealed and safe. Other recipients are not affected.',
      next: 'Add the phone number, and the message is sent at once.',
    },
    refused: {
      subject: 'A message was not sent',
      what: 'Your secure message was not sent to the recipients named here, and nothing of it was kept for them.',
      next: 'Put it right, and send the message to them again.',
    },
    relay_failed: {
      subject: 'A mail could not be passed on',
      what: 'By a rule of your organisation this mail was passed on without being sealed, and no mail server took it. The recipient has not got it.',
      next: 'Check the address, and send the mail again.',
    },
    expired_unread: {
      subject: 'A message was never read',
      what: 'The time for reading your secure message ran out before anybody opened it. Nobody can open it any more.',
      next: 'If it still matters, check the address and send the message again, or reach the recipient in another way.',
    },
    reported: {
      subject: 'A recipient says that a message is not for them',
      what: 'Somebody with the link to your secure message says that it is not for them. Nothing was opened by saying so, and no reminder is sent any more.',
      next: 'Look at the message. If the address is wrong, recall it: that takes one step, and shows what has been seen. If only the phone number is, correct it there.',
    },
    declined: {
      subject: 'A recipient declined to sign',
      what: 'The recipient of your secure message saw what they were asked to sign, and declined.',
      next: 'Their reason stands at the message. Talk to them before you take the next step.',
    },
    signature_missed: {
      subject: 'A recipient has not signed in time',
      what: 'You asked a recipient to sign for your secure message by a deadline, and it has passed without a signature.',
      next: 'Look at the message: it shows whether it was opened. Remind the recipient, or reach them in another way.',
    },
    silent: {
      subject: 'Nobody opens what is sent to this address',
      what: 'No secure message to this address, or to its domain, has ever been opened. It may be the wrong one.',
      next: 'Check the address letter by letter. If it is wrong, recall the message.',
    },
    phone_task: {
      subject: 'Please call a recipient',
      what: 'Your secure message is still unread, and your organisation’s rules say that it is now time to call.',
      next: 'Call the recipient on a number that you know, then note at the message what came of it.',
    },
    print_task: {
      subject: 'Please post a message on paper',
      what: 'Your secure message is still unread, and your organisation’s rules say that it is now to go on paper.',
      next: 'Print the message at the desk and send it by post, then note it at the message.',
    },
    several: 'Your secure message did not reach everybody',
    why: 'Reason',
    signsIn: 'This link signs you in. It works once, for three days:',
    sentAt: 'Sent',
    recipients: (count: number): string => (count === 1 ? 'Recipient' : 'Recipients'),
    messageId: 'Message-ID',
    see: 'See the message:',
    noSubject: 'The subject is not repeated here, because it may be confidential.',
  },
  owner: {
    subject: (count: number, system: string): string =>
      count === 1 ? `A failure in a message from ${system}` : `${count} failures in messages from ${system}`,
    what: (system: string) =>
      `This is what went wrong with messages from ${system}. You get this mail because you answer for them, or because nobody else could be told. Where somebody answers for the system, further failures are gathered into one mail an hour.`,
    inherited: (who: string) =>
      `This is what went wrong with messages from ${who}. Whoever answered for them is no longer active here, so the mail comes to the unit. Members of the unit find the messages at the desk under “Left behind”, and can put things right there after giving a reason.`,
    more: (more: number) => `And ${more} more.`,
  },
  reply: {
    subject: (reference: string) => `Your answer was not received (reference ${reference})`,
    what: (unit: string) =>
      `You answered a notice of a secure message from ${unit}. Nobody reads answers to that address, and your text was not kept, because ordinary mail is not safe enough for it.`,
    next: 'To read the message, and to find how to reach the sender, use this link:',
  },
  secretEnds: {
    subject: (system: string) => `A secret of ${system} is about to end`,
    what: (secret: string, system: string) =>
      `The secret “${secret}” of the system ${system} is about to end.`,
    until: (time: string) => `It works until ${time}. After that, whoever uses it is refused.`,
    lastUsed: (time: string) => `It was last used on ${time}.`,
    next: 'Have an administrator replace it before then, and put the new secret in where the old one is used. Both work side by side for a while. An administrator does this here:',
    replaced:
      'A new secret has been made in its place. Put it in where the old one is still used. An administrator can let the old one live longer here:',
    why: 'You get this mail because you answer for the system, or because nobody else does.',
  },
  checkpoint: {
    subject: (size: string, organisation: string) => `The log of ${organisation}: ${size} entries`,
    what: (size: string, time: string) =>
      `On ${time} the log of all evidence had ${size} entries. The lines below say so in a signed note, which fits no other content.`,
    keep: 'Keep this mail where nobody who runs the system can change it. With it anybody can show later whether an entry of then was changed, removed or put in.',
    note: 'From the first line of the note to the last, with the empty line in between:',
    why: 'You get this mail every day because compliance mail goes to this address.',
  },
  signInLink: {
    subject: (organisation: string) => `Your link to sign in at ${organisation}`,
    asked: (organisation: string) =>
      `You can sign in to the secure messages that you have sent from ${organisation}. Use this link:`,
    once: (time: string) => `It works once, until ${time}.`,
    notYou:
      'You get this mail because somebody asked for a link for your address. Was it not you? Then do nothing, and give the link to nobody: nobody can sign in without it.',
  },
  /** By what the code is for. */
  sms: {
    opening: (code: string, organisation: string) =>
      `${code} is your code for the secure message from ${organisation}.`,
    acknowledgement: (code: string, organisation: string) =>
      `${code} signs what ${organisation} asks you to sign. Tell it to nobody.`,
    receipt: (code: string, organisation: string) =>
      `${code} is your code for the receipt from ${organisation}.`,
    deletion: (code: string, organisation: string) =>
      `${code} is your code to confirm to ${organisation} that it is deleted.`,
    mailbox: (code: string, organisation: string) =>
      `${code} opens the list of a shared mailbox's members at ${organisation}. Tell it to nobody.`,
  },
  voice: {
    greeting: (organisation: string) =>
      `Hello. This is ${organisation}. You have asked for a code for a secure message. Press any key to hear the code.`,
    before: 'Your code is:',
    again: 'I repeat:',
    ended: 'This code has been used or is too old. You can ask for a new one on the page. Goodbye.',
  },
};
export type NoticeTexts = typeof notices;
