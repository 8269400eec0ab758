import { rowProblems } from '../../../src/message/contact-imports.ts';
import type { ContactImportPage, ContactsPages, ImportRowView } from '../../../views/models/contacts.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

export function contactsSamples(word: string): SamplesOf<ContactsPages> {
  const person = signedInAs(word);
  const places = { units: unitsOf(word), everywhere: true };
  const line = {
    href: `/desk/contacts/${id}`,
    email: word,
    name: word,
    phone: '+4520123456',
    language: 'da',
    unit: word,
  } as const;
  const bare = { ...line, name: null, phone: null, language: null, unit: null };
  const list = {
    person,
    ...places,
    rows: [line, bare],
    filter: { search: '', unit: '' },
    next: null,
    deleted: null,
    error: null,
  };
  const form = {
    version: 3,
    email: word,
    name: word,
    phone: word,
    language: 'sv',
    unit: id,
    identity: '',
    removesIdentity: false,
  } as const;
  const contact = {
    person,
    ...places,
    id,
    form,
    eid: null,
    maskedIdentity: null,
    now: null,
    done: null,
    error: null,
    history: null,
  };
  const counts = { add: 120, change: 3, same: 40, problem: 13 };
  const upload = { person, ...places, unit: '*', rows: [], isDiscarded: false, error: null };
  return {
    'desk-contacts': {
      first: { ...list, next: { href: `/desk/contacts?after=${id}` } },
      found: { ...list, filter: { search: word, unit: otherId }, next: { after: id } },
      none: { ...list, rows: [], filter: { search: word, unit: '*' } },
      deleted: { ...list, deleted: id },
      exists: { ...list, deleted: id, error: 'already_exists' },
      unit: { ...list, everywhere: false },
    },
    'desk-contact': {
      new: { ...contact, id: null },
      exists: { ...contact, id: null, error: 'already_exists' },
      phone: { ...contact, id: null, error: 'phone_invalid' },
      stands: {
        ...contact,
        history: {
          lines: [
            {
              type: 'contact.created',
              at,
              by: { name: word },
              subject: null,
              facts: [],
              changes: [{ field: 'name', states: [word] }],
              erased: false,
            },
          ],
          older: null,
        },
      },
      changed: { ...contact, eid: word, maskedIdentity: '070761-••••', done: 'changed' },
      identity: {
        ...contact,
        form: { ...form, identity: word },
        eid: word,
        id: null,
        error: 'identity_invalid',
      },
      meanwhile: { ...contact, now: bare, error: 'changed_meanwhile' },
    },
    'desk-contact-imports': {
      empty: upload,
      listed: {
        ...upload,
        isDiscarded: true,
        rows: (['preview', 'applied', 'undone'] as const).map((state) => ({
          href: `/desk/contacts/imports/${id}`,
          at,
          by: state === 'undone' ? null : word,
          state,
          counts,
        })),
      },
      refused: { ...upload, error: { reason: 'quote_open', line: 17 } },
      forbidden: { ...upload, error: { code: 'forbidden' } },
    },
    'desk-contact-import': importSamples(word),
  };
}

function importSamples(word: string): Record<string, ContactImportPage> {
  const row: ImportRowView = {
    line: 2,
    problem: null,
    email: word,
    name: word,
    phone: '+4520123456',
    language: 'da',
    unit: word,
    before: null,
  };
  const before = { name: `${word}!`, phone: null, language: 'sv' };
  const none = { rows: [], more: false };
  const preview: ContactImportPage = {
    person: signedInAs(word),
    id,
    state: 'preview',
    at,
    appliedAt: null,
    undoneAt: null,
    until: later,
    by: word,
    unit: null,
    encoding: 'windows-1252',
    separator: ';',
    columns: [
      { kind: 'email', name: word },
      { kind: 'phone', name: word },
    ],
    ignored: [word],
    counts: { add: 120, change: 1, same: 1, problem: 13 },
    applied: null,
    undone: null,
    lists: {
      add: { rows: [row, { ...row, name: null, phone: null, language: null, unit: null }], more: true },
      change: { rows: [{ ...row, before }], more: false },
      same: { rows: [{ ...row, name: null, before }], more: false },
      problem: {
        rows: rowProblems.map((code, at) => ({
          ...row,
          line: at + 2,
          problem: { code, ...(code === 'duplicate' ? { detail: '2' } : { detail: 'name' }) },
        })),
        more: false,
      },
    },
    error: null,
  };
  const applied = {
    ...preview,
    state: 'applied',
    appliedAt: at,
    applied: { added: 119, changed: 1, skipped: 1 },
  } as const;
  return {
    preview,
    nothing: {
      ...preview,
      separator: null,
      ignored: [],
      by: null,
      counts: { add: 0, change: 0, same: 0, problem: 1 },
      lists: { ...preview.lists, add: none, change: none, same: none },
    },
    applied,
    twice: { ...applied, error: 'changed_meanwhile' },
    undone: {
      ...applied,
      state: 'undone',
      undoneAt: at,
      undone: { deleted: 118, restored: 1, kept: 1 },
      lists: { add: none, change: none, same: none, problem: preview.lists.problem },
    },
  };
}
