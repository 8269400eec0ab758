export const passkeys = {
  title: 'Passkeys',
  lead: 'With a passkey you show that it is you by your face, your fingerprint or the PIN of your device. There is nothing to type, and a false page gets nothing from it.',
  add: 'Add a passkey',
  name: 'What you call it',
  nameHint: 'For example “My phone”. If you leave this empty, it gets the name of this device.',
  added: (time: string) => `Added ${time}.`,
  used: (time: string) => `Last used ${time}.`,
  unused: 'Not used yet.',
  backedUp: 'Kept by a password manager, so it may work on several devices.',
  oneDevice: 'On one device only.',
  change: 'Rename or remove',
  without:
    'Passkeys cannot be used here: the browser does not know them, or JavaScript is switched off in it.',
  signIn: 'Sign in with a passkey',
  secondFactor: 'Use a passkey',
  stepUp: 'Confirm with a passkey',
  /** Said by the script of the page, where the browser or the way to us is what fails. */
  ceremony: {
    cancelled: 'No passkey was used. Press the button again when you are ready.',
    known: 'This device already holds a passkey of yours for this place.',
    failed: 'That did not succeed. Try again, or choose another way.',
  },
  one: {
    title: (name: string) => `Passkey: ${name}`,
    back: 'Your account',
    addedAt: 'Added',
    usedAt: 'Last used',
    place: 'Where it is',
    rename: 'Save the name',
    remove: 'Remove this passkey',
    removeHint:
      'It can no longer be used to sign in here. Delete it on your device too, so that it is not offered to you again.',
  },
  /** Where a refusal means something of its own here. */
  errors: {
    gone: 'That took too long. Press the button again.',
    not_found: 'You have no passkey here. Choose another way.',
    already_exists: 'This passkey has been added before.',
    invalid: 'Type a name of at most 60 characters.',
    second_factor_needed:
      'Your roles need a second factor, and this is the last one you have. Add another one first.',
  },
};
export type PasskeysTexts = typeof passkeys;
