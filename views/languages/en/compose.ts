export const compose = {
  title: 'Write a secure message',
  from: 'From',
  fromHint: 'Recipients see your name, the unit and this address.',
  recipients: 'Recipients',
  recipientsHint: (max: number) =>
    `Each one gets a notice by e-mail and a code by phone. Nobody sees the other recipients, unless you choose so below. At most ${max}.`,
  recipient: (number: number) => `Recipient ${number}`,
  name: 'Name (optional)',
  email: 'E-mail address',
  phone: 'Phone number',
  phoneHint: 'Numbers abroad begin with + and the country code. A landline gets the code by a call.',
  language: 'Language',
  addRow: 'Add a recipient',
  removeRow: 'Remove',
  rowAdded: 'A recipient row was added',
  rowRemoved: 'The recipient row was removed',
  content: 'Message',
  subject: 'Subject',
  subjectHint: 'The subject is sealed too, and is not shown in the notice.',
  text: 'Text',
  expires: 'Can be read for',
  days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  files: 'Attachments (optional)',
  filesHint: 'You can choose several files at once.',
  filesLost:
    'Choose the attachments again. For your safety the browser does not keep them when a page comes back.',
  submit: 'Send securely',
  errorsTitle: 'The message has not been sent yet',
  /** What a recipient can be asked to sign, in their language: it is their sentence. */
  presets: {
    received: 'I have received this message.',
    read: 'I have received this message and read it.',
    agreed: 'I have read this message and agree to what it says.',
  },
  opens: 'The code',
  opensBy: { phone: 'We send it to the phone', access_code: 'I hand it over myself' },
  identity: (eid: string) => `CPR number or personnummer, for ${eid} (optional)`,
  /** Asking for a signature. */
  signature: {
    title: 'Ask for a signature',
    hint: 'Recipients see the exact words, and sign or decline. Both sides get a receipt that anybody can check.',
    what: 'What is to be signed',
    none: 'Nothing',
    own: 'My own words, written below',
    statement: 'My own words',
    statementHint:
      'Write them as the recipient says them, such as “I have received the decision of 3 May.” The sentences above are shown in the language of each recipient.',
    translations: {
      title: 'In other languages as well',
      hint: 'A recipient whose language has words of its own here signs these instead of those above.',
      da: 'In Danish',
      sv: 'In Swedish',
      en: 'In English',
    },
    moment: 'When',
    moments: {
      after: 'After reading the message',
      before: 'Before reading: nothing of the message is shown until it is signed',
    },
    atLeast: 'How',
    atLeastHint:
      'A code proves that somebody had the phone, not who. A passkey proves the same device or account again. Recipients are offered the strongest way they have.',
    strengths: {
      code: 'With a new code to the phone, or stronger',
      passkey: 'With a passkey, or stronger',
      eid: (eid: string) => `With ${eid}`,
    },
    due: 'By when',
    noDeadline: 'No deadline',
    within: (days: number) => (days === 1 ? 'Within 1 day' : `Within ${days} days`),
    ifMissed: 'If it is not signed in time',
    missed: { tell: 'Tell me', recall: 'Tell me, and recall the message' },
  },
  choices: {
    title: 'More choices',
    replies: { label: 'Recipients may answer', hint: 'The answer is sealed, and you read it here.' },
    readers: {
      label: 'Each recipient may let one other person read',
      hint: 'Such as a relative, a lawyer or a translator, with a phone and a code of their own. You see who it is.',
    },
    showsRecipients: {
      label: 'Recipients see each other',
      hint: 'Names and addresses, once they have opened the message. Otherwise nobody sees the others.',
    },
    passing: {
      label: 'Shared mailboxes may pass it on to a colleague',
      hint: 'Only to addresses of the mailbox’s own domain. You see to whom.',
    },
  },
  problems: {
    statement_needed: 'Write the words that are to be signed, or choose one of the sentences.',
    statement_long: 'The words to sign may have at most 2,000 characters. Put the rest into the message.',
    preset_before:
      'Nobody can say that they have read something before it is shown to them. Let it be signed after reading, or choose “I have received this message.”',
    due_after_expiry:
      'The message expires before the deadline for signing. Let it be read for longer, or shorten the deadline.',
    recall_without_day: 'Choose a deadline too: without one nothing can be recalled because of it.',
    cannot_sign:
      'Somebody without a phone of their own could not sign. Give their phone number, or ask for no signature.',
    eid_without_identity:
      'Whoever is to sign with an eID needs an identity number that it can be matched with. Fill it in for each recipient, or choose another way of signing.',
    identity_invalid: 'That is no CPR number or personnummer. Check it, or leave the field empty.',
    codes_too_many:
      'At most 100 recipients of one message can get a code that you hand over. Send it in parts.',
  },
  /** The page with codes that somebody hands over. */
  codes: {
    pageTitle: 'Codes to hand over',
    title: (count: number): string => (count === 1 ? 'A code to hand over' : 'Codes to hand over'),
    sent: 'The message is sealed and on its way.',
    made: 'There is a new code. The one before opens nothing any more.',
    once: 'What stands here is shown this once: write it down, or print the page.',
    howTitle: 'How to hand over a code',
    how: [
      'By telephone, in person or by letter. Make sure that it is the right person.',
      'Not by e-mail: the link is there already, and whoever reads the mailbox could open the message.',
      'The recipient types it on the page behind the link. Capitals and dashes do not matter.',
      'Is it lost? On the page of the message you can make a new one.',
    ],
    back: 'To the message',
  },
  progress: {
    label: 'Sending',
    uploading: (percent: string) => `Uploading: ${percent} %`,
    finishing: 'Everything is uploaded. The message is being sealed…',
    cancel: 'Cancel',
    cancelled: 'Cancelled. Nothing was sent, and everything you wrote is still here.',
    failed: 'The connection was lost. Look in your list of messages before you send again.',
    signedOut: 'You have been signed out. Sign in again in another tab, then come back here and send.',
    refused: 'The message was not accepted. Nothing was sent, and everything you wrote is still here.',
  },
};
export type ComposeTexts = typeof compose;
