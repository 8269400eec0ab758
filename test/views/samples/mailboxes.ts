import type {
  InvitationPage,
  MailboxesPages,
  MailboxPage,
  NewMailboxPage,
  OwnerPage,
} from '../../../views/models/mailboxes.ts';
import { at, id, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

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
    owners: [],
    invitation: null,
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
  const base = `/mailbox/${'x'.repeat(43)}`;
  const invitation: InvitationPage = {
    base,
    unit: word,
    address: `post@${word}.example`,
    name: word,
    owners: [id, otherId].map((member) => ({ id: member, initials: 'IJ', maskedPhone: '•• •• •• 56' })),
    code: null,
    smsPossible: true,
    error: null,
  };
  const owner: OwnerPage = {
    base,
    unit: word,
    address: `post@${word}.example`,
    name: word,
    version: 3,
    members: members.map((member) => ({ ...member, isReader: member.id === id })),
    adding: { name: '', phone: '', language: '' },
    about: null,
    done: null,
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
      invited: {
        ...page,
        owners: [
          { id, name: word, seenAt: at },
          { id: otherId, name: word, seenAt: null },
        ],
        invitation: { invitedAt: at, expiresAt: at },
        done: 'invited',
      },
      nobody: { ...page, members: [], unit: word, done: 'added' },
      wrong: { ...page, about: id, error: 'phone_invalid' },
      'wrong-new': {
        ...page,
        adding: { name: word, phone: word, language: 'sv' },
        about: 'new',
        error: 'already_exists',
      },
    },
    'mailbox-invitation': {
      before: invitation,
      code: {
        ...invitation,
        code: {
          sentAt: at,
          expiresAt: at,
          via: 'sms',
          maskedPhone: '•• •• •• 56',
          state: 'handed_over',
          member: id,
        },
        error: { kind: 'wrong_code', triesLeft: 3 },
      },
    },
    'mailbox-owner': {
      members: { ...owner, done: 'member_changed' },
      wrong: { ...owner, about: id, error: 'changed_meanwhile' },
    },
    'mailbox-gone': { gone: {} },
  };
}
