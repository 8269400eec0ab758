import {
  type NewPersonPage,
  type PeoplePages,
  type PersonForm,
  type PersonPage,
  personDone,
} from '../../../views/models/people.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';
import { historyOf, historySamples } from './history.ts';
import { unitsSamples } from './units.ts';

export function peopleSamples(word: string): SamplesOf<PeoplePages> {
  const person = signedInAs(word);
  const units = unitsOf(word);
  const filter = { search: word, unit: otherId, state: 'all' } as const;
  const roles = [
    { role: 'sender', unit: word },
    { role: 'admin', unit: null },
  ] as const;
  const row = { href: `/desk/people/${id}`, name: word, email: word, roles, unit: word } as const;
  const fresh: NewPersonPage = {
    person,
    units,
    everywhere: true,
    draft: { name: word, email: word, unit: id, role: 'compliance', where: '*' },
    problem: null,
  };
  const problem = { code: 'already_exists', field: 'email', isDeactivated: false } as const;
  const link = {
    person,
    name: word || 'Nobody',
    href: `/desk/people/${id}`,
    link: `http://localhost:3000/${word}`,
    expiresAt: later,
  };
  return {
    ...historySamples(word),
    ...unitsSamples(word),
    'desk-people': {
      some: {
        person,
        units,
        filter: { search: '', unit: '', state: 'active' },
        next: { href: '/desk/people?after=1' },
        rows: [
          { ...row, signsIn: 'password', isActive: true },
          { ...row, signsIn: 'link', isActive: true, roles: roles.slice(0, 1) },
          { ...row, signsIn: 'provider', isActive: true, roles: [] },
          { ...row, signsIn: null, isActive: true },
          { ...row, signsIn: 'passkey', isActive: false },
        ],
      },
      search: { person, units, filter, next: { after: id }, rows: [] },
      none: { person, units, filter, next: null, rows: [] },
    },
    'desk-person-new': {
      first: fresh,
      'one-unit': { ...fresh, everywhere: false, units: units.slice(0, 1) },
      problem: { ...fresh, problem },
      deactivated: { ...fresh, problem: { ...problem, isDeactivated: true } },
      unproven: { ...fresh, problem: { code: 'proof_too_old', field: null, isDeactivated: false } },
    },
    'desk-person-link': { first: { ...link, isNew: true }, again: { ...link, isNew: false } },
    'desk-person': personPages(word),
  };
}

function personPages(word: string): Record<string, PersonPage> {
  const form: PersonForm = {
    version: 3,
    name: word,
    email: word,
    unit: id,
    grants: [
      { role: 'sender', unit: word, value: `sender:${id}`, isKept: true },
      { role: 'compliance', unit: null, value: 'compliance:*', isKept: false },
    ],
    role: 'admin',
    where: '*',
    units: unitsOf(word),
    everywhere: true,
  };
  const page: PersonPage = {
    person: signedInAs(word),
    id,
    now: {
      name: word || 'Nobody',
      email: word,
      unit: word,
      roles: [{ role: 'compliance', unit: null }],
      signsIn: 'password',
      deactivatedAt: null,
      factors: { totp: true, passkeys: 2 },
    },
    form,
    may: { change: true, link: true, reset: true, signOut: true, deactivate: true, reactivate: false },
    isFromProvider: false,
    proofNeeded: false,
    left: { messages: 12, live: 3, held: 1, systems: 2 },
    done: null,
    problem: null,
    history: historyOf(word),
  };
  const nothing = {
    change: false,
    link: false,
    reset: false,
    signOut: false,
    deactivate: false,
    reactivate: false,
  };
  const bare: PersonPage['now'] = {
    ...page.now,
    roles: [],
    signsIn: null,
    factors: { totp: false, passkeys: 0 },
  };
  const problem = (code: 'changed_meanwhile' | 'email_invalid' | 'proof_too_old') => ({
    code,
    field: code === 'email_invalid' ? ('email' as const) : null,
    isDeactivated: false,
  });
  return {
    full: page,
    'proof-needed': { ...page, proofNeeded: true },
    'one-passkey': { ...page, now: { ...page.now, factors: { totp: false, passkeys: 1 } } },
    beyond: { ...page, now: bare, form: null, may: { ...nothing, deactivate: true } },
    provider: { ...page, now: { ...bare, signsIn: 'provider' }, form: null, isFromProvider: true },
    deactivated: {
      ...page,
      now: { ...bare, deactivatedAt: at },
      may: { ...nothing, change: true, reactivate: true },
      left: null,
    },
    'bad-address': { ...page, problem: problem('email_invalid') },
    'changed-meanwhile': { ...page, problem: problem('changed_meanwhile') },
    unproven: { ...page, proofNeeded: true, problem: problem('proof_too_old') },
    ...Object.fromEntries(personDone.map((done) => [done, { ...page, done }])),
  };
}
