import type { MailboxesPages, MailboxPage, NewMailboxPage } from '../../../views/models/mailboxes.ts';
import { id, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

export function mailboxesSamples(word: string): SamplesOf<MailboxesPages> {
  const person = signedInAs(word);
  const members = [id, otherId].map((member) => ({
    id: member,
    shownName: word,
    name: word,
    phone: '+4520123456',
    language: 'da' as const,
  }));
  const page: MailboxPage = {
    person,
    id: otherId,
    version: 3,
    address: `post@${word}.example`,
    name: word,
    typedName: word,
    unit: null,
    members,
    adding: { name: '', phone: '', language: '' },
    about: null,
    done: null,
    error: null,
    history: { lines: [], older: null },
  };
  const adding: NewMailboxPage = {
    person,
    units: unitsOf(word),
    everywhere: true,
    form: { address: '', name: '', unit: '*' },
    error: null,
  };
  const row = { href: `/desk/mailboxes/${otherId}`, address: word, name: word, unit: word, members: 2 };
  return {
    'desk-mailboxes': {
      empty: { person, rows: [], done: true },
      some: { person, rows: [row, { ...row, unit: null, members: 0 }], done: false },
    },
    'desk-mailbox-new': {
      empty: adding,
      wrong: { ...adding, form: { address: word, name: word, unit: otherId }, error: 'already_exists' },
    },
    'desk-mailbox': {
      members: { ...page, done: 'member_added' },
      nobody: { ...page, members: [], unit: word, done: 'added' },
      wrong: { ...page, about: id, error: 'phone_invalid' },
      'wrong-new': {
        ...page,
        adding: { name: word, phone: word, language: 'sv' },
        about: 'new',
        error: 'already_exists',
      },
    },
  };
}
