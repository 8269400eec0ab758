export const acknowledgements = {
  title: 'Sign for the message',
  lead: (unit: string) =>
    `${unit} asks you to sign before you read the message. When you have signed, it opens.`,
  what: 'What you sign',
  asks: (unit: string) => `${unit} asks you to sign these words:`,
  due: (when: string) => `Please answer by ${when}.`,
  dueRecalled: (when: string) => `Please answer by ${when}. After that the sender takes the message back.`,
  signs: 'You sign these words and nothing else. Nothing is signed before you say so.',
  ways: {
    eid: {
      title: (eid: string) => `With ${eid}`,
      proves: (eid: string) => `${eid} confirms who you are, and is kept as proof of it.`,
      sign: (eid: string) => `Sign with ${eid}`,
    },
    passkey: {
      title: 'With your passkey',
      proves:
        'Proves that the device with your passkey was used, and that somebody unlocked it: with a fingerprint, a face or its code.',
      sign: 'Sign with the passkey',
      without:
        'Passkeys need JavaScript and a newer browser, and this one cannot use them. Choose another way, or use another browser.',
      /** Where there is no other way. */
      withoutOther: (unit: string) =>
        `Passkeys need JavaScript and a newer browser, and this one cannot use them. Turn JavaScript on, or open the message in another browser. If you cannot, contact ${unit} and give the reference.`,
    },
    code: {
      title: 'With a code to your phone',
      proves: 'Proves that the code came to this phone. It does not prove who you are.',
      ask: 'We send a new code that signs, and does nothing else. It goes to:',
      enterTitle: 'Enter the code to sign',
      sign: 'Sign',
    },
  },
  none: {
    code: (unit: string) =>
      `You cannot sign here, because the sender has given no phone number for you. Contact ${unit} and give the reference.`,
    passkey: (unit: string) =>
      `The sender asks for a passkey or an eID, and there is none of yours here. Contact ${unit} and give the reference.`,
    eid: (unit: string) =>
      `The sender asks for an eID, and yours cannot be used here. Contact ${unit} and give the reference.`,
  },
  addPasskey:
    'The sender asks for a passkey or an eID. You can add a passkey to this device, and then sign with it:',
  addPasskeyLink: 'Add a passkey',
  declineLink: 'I do not want to sign',
  answered: {
    signed: {
      title: 'You have signed',
      what: (when: string) => `You signed on ${when}`,
      with: {
        eid: (eid: string) => `with ${eid}`,
        passkey: () => 'with your passkey',
        code: () => 'with a code to your phone',
      },
      next: 'Keep your receipt. It holds the words, when you signed them and how, and anybody can check it.',
    },
    declined: {
      title: 'You have declined to sign',
      what: (when: string) => `You declined on ${when}. The sender has been told.`,
      before: 'The message stays closed. Talk to the sender if you have changed your mind.',
      after: 'You can still read the message. Talk to the sender if you have changed your mind.',
    },
    words: 'The words were:',
  },
  decline: {
    title: 'Decline to sign',
    lead: 'You decide yourself whether you sign. Declining means:',
    means: {
      before: (unit: string) => [
        `${unit} is told at once that you declined, and when.`,
        'The message stays closed for you.',
        'You cannot change it here afterwards.',
      ],
      after: (unit: string) => [
        `${unit} is told at once that you declined, and when.`,
        'You can still read the message.',
        'You cannot change it here afterwards.',
      ],
    },
    reason: 'Why? (optional)',
    reasonHint: (most: number) => `The sender sees what you write. At most ${most} characters.`,
    submit: 'Decline to sign',
    back: 'Back without declining',
    errors: {
      title: 'You have not declined yet',
      tooLong: (most: number) => `Please shorten what you wrote to at most ${most} characters.`,
    },
  },
  errors: {
    title: 'Nothing is signed yet',
    stronger_needed: 'The sender asks for a stronger way of signing than that. Choose one of the ways below.',
    changed_meanwhile:
      'What you were shown is not waiting any more: it took too long, or was shown again in another language or window. Read the words below, and sign then.',
    no_phone: 'The sender has given no phone number for you, so no code can be sent.',
    passkey_invalid: 'That passkey is not one of yours here. Use another, or choose another way.',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'That code is not right. Check it and try again. You have one try left; after that the message is locked, and the sender can unlock it.'
        : `That code is not right. Check it and try again. You have ${tries} tries left. The code that opened the message does not sign.`,
  },
  receipt: {
    lead: 'You signed for a message that can no longer be read. Your receipt is still here: we send a code to your phone, and then you can take it.',
    get: 'Get your receipt',
    error: 'Your receipt is not open yet',
  },
  reasons: { not_signed: 'Not signed by the deadline' },
};
export type AcknowledgementsTexts = typeof acknowledgements;
