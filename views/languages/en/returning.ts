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
};
export type ReturningTexts = typeof returning;
