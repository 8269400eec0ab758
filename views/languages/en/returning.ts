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
  known: 'This device already holds a passkey for this address and phone.',
};
export type ReturningTexts = typeof returning;
