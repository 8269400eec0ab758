export const erasures = {
  title: 'Erase data',
  back: 'Back to the message',
  link: 'Erase this message or a recipient',
  linkHint: 'For when somebody asks for it, or when it went to the wrong person. The stamps stay.',
  lead: 'What is erased here is gone for good: nobody can bring it back.',
  nothingLeft: 'Everything that can be erased here has been erased.',
  live: (count: number) =>
    count === 1
      ? 'One recipient may still open this message.'
      : `${count} recipients may still open this message.`,
  liveMeans:
    'For whoever is erased the link stops working at once, a download that is running is cut off, and what was about to be sent is not sent.',
  what: 'What to erase',
  kinds: { message: 'The whole message', recipients: 'Only these recipients' },
  kindHints: {
    message:
      'Subject, text and files for everybody, the sender too; the addresses, names and phone numbers of all recipients, and what mail servers said of them.',
    recipients:
      'Their address, name and phone number, their link and access, and what was recorded about their devices. The sender and the others keep the message; if its text names somebody, that stays.',
  },
  recipients: 'Which recipients',
  stays: 'What stays',
  staying: [
    'That a message was sent, and each stamp with its time, without saying to whom. So every proof still holds.',
    'Your name, the time and the reason that you give here.',
    'What has already left: notices in mailboxes, and files that somebody has downloaded.',
    'Copies in backups that were made before now, until your organisation deletes those backups. There the content is sealed, but addresses and names are not.',
  ],
  reason: 'Why',
  choose: 'Choose',
  reasons: {
    requested: 'The person has asked for it',
    misdirected: 'It went to the wrong person',
    time_over: 'It is not needed any more',
    incident: 'Something went wrong',
    other: 'Something else',
  },
  words: 'In your own words',
  wordsHint: (most: number) =>
    `At most ${most} characters. These words are kept as evidence, so name nobody: the number of a case will do.`,
  sure: 'I understand that this cannot be undone',
  submit: 'Erase',
  errorTitle: 'Nothing was erased',
  errors: {
    what: (_most: number) => 'Choose what to erase.',
    recipients: (_most: number) => 'Choose at least one recipient.',
    reason: (_most: number) => 'Choose why it is erased.',
    words: (most: number) =>
      `Say why in your own words, in at most ${most} characters, and without the recipient’s name, address or number.`,
    sure: (_most: number) => 'Tick that you understand that it cannot be undone.',
  },
  recipient: 'Erased recipient',
  sender: 'Erased sender',
  contentErased: 'The content has been erased',
  recipientErased: 'What was kept about this recipient has been erased',
  erasedBy: 'by',
  somebody: 'somebody who is no longer known here',
};
export type ErasuresTexts = typeof erasures;
