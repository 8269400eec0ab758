export const returning = {
  title: 'Your messages',
  passkeys: 'Open without a code next time',
  /** A way to open, on the page before a code. */
  opening: {
    title: 'Open with your passkey',
    text: 'You have added a passkey here before. Your face, your fingerprint or the PIN of your device opens the message, and you need no code.',
    use: 'Open with a passkey',
    without:
      'Passkeys cannot be used in this browser: it does not know them, or JavaScript is switched off. Use another way instead.',
  },
  /** The same, with a code that the sender made. */
  accessCode: {
    title: 'Open with a code from the sender',
    text: (unit: string) =>
      `${unit} has made a code for you and gives it to you in another way, such as by telephone, by letter or in person. It has 12 letters and digits.`,
    label: 'Code from the sender',
    hint: 'Such as 7K3M-Q9TX-4BWD. Capitals, spaces and dashes do not matter.',
    open: 'Open with this code',
  },
  known: 'This device already holds a passkey for this address and phone.',
  /** With an open session: adding and removing. */
  enrolment: {
    back: 'Back to the message',
    lead: 'With a passkey you open messages by your face, your fingerprint or the PIN of your device, without waiting for a code. You can also sign with it, where you are asked to.',
    notProven:
      'A passkey takes the place of a code to your own phone. You have not opened this message with such a code, so no passkey can be added here. You can go on as you do today.',
    mine: 'Your passkeys',
    another: 'Add another one',
    steps: [
      'Press the button below.',
      'Your device asks whether it may make a passkey. Answer yes, and show your face or your finger, or type its PIN.',
      'Next time, choose “Open with a passkey”.',
    ],
    own: 'Do this only on a device of your own. It works for messages to the e-mail address and the phone number that this message was sent to.',
    full: 'You have ten passkeys. Remove one before you add another.',
    removeHint:
      'It opens no more messages here. Delete it on your device too, so that it is not offered to you again. A code to your phone still works.',
    without:
      'A passkey cannot be made here: this browser does not know passkeys, or JavaScript is switched off in it. A code to your phone works as before.',
    done: {
      added: 'The passkey is added. Next time you need no code.',
      renamed: 'The passkey has its new name.',
      removed: 'The passkey is removed. It opens nothing here any more.',
    },
  },
  /** Where a refusal means something of its own here. */
  errors: {
    unauthenticated: 'Your session has ended. Open the message again, and then come back here.',
    not_permitted:
      'No passkey could be added: it takes the place of a code to your own phone, and you can have ten.',
    not_found: 'There is no such passkey here. Choose another way.',
    already_exists: 'This passkey has been added before.',
    changed_meanwhile: 'That took too long, or was sent twice. Nothing has happened. Press the button again.',
    passkey_invalid: 'That passkey was not taken. Try again, or choose another way.',
    gone: 'The message can no longer be opened.',
    invalid: 'Type a name of at most 60 characters.',
    malformed: 'That did not succeed. Load the page again, and try once more.',
  },
  /** All of somebody's messages. */
  my: {
    lead: (organisation: string) =>
      `These are the secure messages from ${organisation} to the e-mail address and the phone number that you have shown to be yours.`,
    none: 'There are no messages for you now. Messages are kept for a limited time.',
    sent: (time: string) => `Sent ${time}.`,
    unopened: 'Not opened yet.',
    opened: 'Opened.',
    ending: {
      expired: 'The time for reading it has run out.',
      recalled: 'The sender has called it back.',
      locked: 'Locked after too many wrong codes. Contact the sender, who can unlock it.',
      refused: 'It can no longer be opened.',
      reading_ended: 'It can no longer be opened.',
    },
    until: (time: string) => `Can be read until ${time}.`,
    open: 'Open',
    more: 'The hundred newest messages are shown. Older ones open with the link in their notice.',
    errors: {
      gone: 'That message can no longer be opened. The list shows how it is now.',
      not_found: 'That message is not among yours. The list shows those that are.',
    },
    signIn: {
      lead: (organisation: string) =>
        `Here you find the secure messages that ${organisation} has sent you, without looking for the notices.`,
      title: 'Show that it is you',
      text: 'Use the passkey that you added when you opened a message. Your face, your fingerprint or the PIN of your device is enough.',
      without:
        'Passkeys cannot be used in this browser: it does not know them, or JavaScript is switched off in it.',
      linkTitle: 'Have you no passkey?',
      link: 'Open one of your messages with the link in its notice and a code to your phone. From there you come to all of them, and you can add a passkey.',
      errors: {
        passkey_invalid:
          'That passkey opens no messages here. It may have been removed, or be one for another purpose. Try another, or use the link in a notice.',
        changed_meanwhile:
          'That took too long, or was sent twice. Nothing has happened. Press the button again.',
        unauthenticated: 'Your session has ended, to protect your messages. Show again that it is you.',
      },
    },
  },
  /** Tells the address that a passkey was added. */
  mail: {
    subject: (organisation: string, reference: string) =>
      `A passkey was added for your secure messages from ${organisation} (reference ${reference})`,
    what: (time: string, unit: string) =>
      `On ${time} a passkey was added by somebody who had opened a secure message to you from ${unit}.`,
    means: (organisation: string) =>
      `Whoever has the passkey can open secure messages from ${organisation} to this address without a code to your phone.`,
    yours: 'Was it you? Then you need do nothing. There is nothing to press in this mail.',
    notYours: (organisation: string) =>
      `Was it not you? Call ${organisation} on a number that you find yourself, and read the reference aloud. You can also open a message with a code and remove the passkey under “Open without a code next time”.`,
  },
};
export type ReturningTexts = typeof returning;
