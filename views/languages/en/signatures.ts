/** What recipients signed, in what is handed out. Nothing here may claim more than is proven. */
export const signatures = {
  title: 'What was signed',
  one: (position: number, of: number) => (of === 1 ? 'Signature' : `Signature ${position} of ${of}`),
  words: 'The words that were signed',
  unread: 'What was signed cannot be read.',
  at: 'Signed',
  unlogged: 'The file has no event of this.',
  moments: {
    before: 'Before the message was shown.',
    after: 'After the message could be read.',
  },
  moment: 'When, as to reading',
  method: 'How',
  methods: { code: 'With a code', passkey: 'With a passkey', eid: 'With an eID' },
  /** Of `delivery.code_sent`: it opens nothing. */
  codeSent: 'A code for signing was sent',
  proves: 'This proves',
  notProves: 'This does not prove',
  code: {
    proves:
      'That somebody gave a code which was sent to the recipient’s phone for this signature alone: they controlled that number then.',
    not: 'Who the person is. There is no assertion by the person themselves: that the code was given, the organisation says.',
  },
  passkey: {
    proves: (site: string, added: string) =>
      `That a device signed these very words, with the passkey for ${site} that was added on ${added}, after it had made sure of its user: by a finger, a face or a PIN.`,
    not: 'Who the person is. The passkey was added by somebody who had proved a code before. That this key is the recipient’s, and when it was added, the organisation says.',
    logged: 'That the passkey was added then is in the log too.',
  },
  eid: {
    proves: (issuer: string, subject: string) =>
      `That ${issuer} signed a statement that the person whom it calls ${subject} identified themselves for these very words.`,
    not: 'The national identity number: it is not kept. That this person is the recipient, the organisation compared and says.',
    confirmed: 'Confirmed by the issuer’s key that you gave.',
    own: 'The issuer’s keys come from the file. Get them from the issuer to confirm it.',
  },
  organisation: 'Certificate of the organisation then (SHA-256)',
  token: 'Stamped from outside',
  tokenAbsent: 'No authority outside has stamped this signature by itself.',
  content: 'Signed for (SHA-256)',
  part: (part: number) =>
    part === 0
      ? 'The text, with the list of files'
      : part === 2147483647
        ? 'The mail as it came'
        : `File ${part}`,
  compare: {
    title: 'Compare what you have',
    choose: 'Files to compare',
    hint: 'Files of the message, or a text file with the words. This shows whether each is exactly what was signed for.',
    signedWords: 'the words that were signed',
    other: {
      title: 'What you compared is something else',
      means:
        'The evidence itself holds. What you compared with it is not, or not all of it, what was signed for.',
    },
    result: 'What you compared',
    is: (name: string, part: string) => `${name} is exactly this: ${part}`,
    isNot: (name: string) => `${name} is nothing that was signed for.`,
    words: 'The words are exactly those that were signed.',
    notWords: 'The words are not those that were signed.',
  },
};
export type SignaturesTexts = typeof signatures;
