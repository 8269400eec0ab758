export const landing = {
  title: (unit: string) => `A secure message from ${unit}`,
  lead: 'The message is confidential. To read it you need a code, which we send to your phone.',
  leadOther: 'The message is confidential. To read it, show that it is for you in one of the ways below.',
  readableUntil: 'Can be read until',

  askTitle: 'Get a code',
  askText: 'The code goes to the phone number that the sender has given for you:',
  askCallOnly: 'This number cannot receive text messages, so we call and read the code aloud.',
  askCallFirst:
    'An SMS to this number did not get through; it is probably a landline. Have us call you instead.',
  sendSms: 'Send code by SMS',
  call: 'Call me with the code',
  callHint: 'When we call, press any key on the phone to hear the code.',
  noPhoneTitle: 'We have no phone number for you',
  noPhoneText: (unit: string) =>
    `The sender has not given a phone number, so we cannot send you a code. Contact ${unit} and give the reference above. As soon as they have added your number, this page will work.`,
  noWayTitle: 'We cannot send a code right now',
  noWayText: (unit: string) =>
    `Please try again later. If it is urgent, contact ${unit} and give the reference above. The message is safe in the meantime.`,

  codeTitle: 'Enter the code',
  codeLabel: 'Code, six digits',
  open: 'Open the message',
  sentSms: (time: string) => `We sent you an SMS at ${time}. It goes to:`,
  sentCall: (time: string) => `We called you at ${time}, or are about to. We call:`,
  validUntil: (time: string) => `The code works until ${time}.`,
  state: {
    sms: {
      on_its_way: 'The SMS is on its way. It usually takes less than a minute.',
      handed_over: 'The phone company has taken the SMS. It usually arrives within a minute.',
      delivered: 'The phone company says that the SMS has arrived.',
      failed: 'The SMS could not be delivered. You can have us call you instead, or try again.',
    },
    call: {
      on_its_way: 'The call is on its way. Press any key when you answer.',
      handed_over: 'The phone company is calling you. Press any key when you answer.',
      delivered: 'The call was answered.',
      failed: 'We did not get through. You can try again, or choose SMS if you have a mobile phone.',
    },
  },
  callFailedOnly: 'We did not get through. You can try again.',
  againTitle: 'Has the code not arrived?',
  againSms: 'Send a new SMS',
  againCall: 'Call me instead',
  againCallOnly: 'Call me again',
  refresh: 'Show the latest status',
  againHint: 'If two codes arrive, both work for ten minutes.',

  errors: {
    title: 'The message is not open yet',
    wrong_code: (tries: number) =>
      tries === 1
        ? 'That code is not right. Check it and try again. You have one try left; after that the message is locked, and the sender can unlock it.'
        : `That code is not right. Check it and try again. You have ${tries} tries left.`,
    no_live_code:
      'That code no longer works. A code lasts ten minutes and can be used once. Ask for a new one.',
    code_format: 'A code has six digits, such as 123456. Type the digits only.',
    wrong_access_code: (tries: number) =>
      tries === 1
        ? 'That is not the code that the sender made for you. Compare it with what you were given. You have one try left; after that the message is locked, and the sender can unlock it.'
        : `That is not the code that the sender made for you. Compare it with what you were given. You have ${tries} tries left.`,
    access_code_format:
      'The code from the sender has 12 letters and digits, such as 7K3M-Q9TX-4BWD. Check that none is missing.',
    passkey_invalid:
      'This passkey does not open this message. It may have been removed, or made for another address or phone. Get a code instead.',
    passkey_late: 'That took too long, or was sent twice. Nothing has happened. Press the button again.',
    landline:
      'This number is a landline and cannot receive text messages. We can call it and read the code aloud.',
    budget: (minutes: number) =>
      minutes === 1
        ? 'Many codes have been asked for. Wait one minute, then ask for a new one. The last code you were sent may still work.'
        : `Many codes have been asked for. Wait ${minutes} minutes, then ask for a new one. The last code you were sent may still work.`,
  },

  helpTitle: 'Are you in doubt?',
  genuine: {
    title: 'Is this genuine?',
    intro: 'It is wise to ask. You can check it without using this page:',
    steps: (organisation: string) => [
      `Find the main phone number of ${organisation} yourself: on a letter, in the phone book or on the website you usually use.`,
      'Call and say that you have received a secure message.',
      'Read the reference aloud. They can tell you whether it is from them.',
    ],
    never:
      'We never ask for passwords, personal identity numbers, card numbers or payment. The only thing to type here is the code from your phone, or one that the sender has given you.',
  },
  otherPhone: {
    title: 'I do not have this phone',
    text: (unit: string) =>
      `Contact ${unit} and give the reference. The sender can correct the number, and then this same link works with your new phone. Nobody can open the message without a code.`,
  },
};
export type LandingTexts = typeof landing;
