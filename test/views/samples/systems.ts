import type { SecretView, SystemProblem, SystemsPages } from '../../../views/models/systems.ts';
import { scopes, usualScopes } from '../../../src/message/scopes.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

const ids = (last: number) => `0197a3c2-7b1e-7c3a-9f00-0000000002${String(last).padStart(2, '0')}`;

export function systemsSamples(word: string): SamplesOf<SystemsPages> {
  const person = signedInAs(word);
  const units = unitsOf(word);
  const named = { id, name: word };
  const row = {
    id,
    name: word,
    from: [word, word],
    owner: word,
    unit: word,
    open: true,
    lastUsedAt: at,
    warnings: 0,
  };
  const system = {
    id,
    name: word,
    from: [word, '*'],
    networks: ['10.1.2.0/24', '2001:db8::/32'],
    owner: { name: word, email: word },
    unit: word,
    closedAt: null,
    bootstrap: false,
  };
  const secret: SecretView = {
    id: ids(0),
    name: word,
    scopes,
    createdAt: at,
    expiresAt: later,
    lastUsedAt: at,
    revokedAt: null,
    state: 'live',
    isReplaced: false,
    warning: null,
    renewable: true,
  };
  const secrets: SecretView[] = [
    { ...secret, warning: 'expires_soon' },
    { ...secret, id: ids(1), warning: 'unused', renewable: false },
    { ...secret, id: ids(2), warning: 'never_used', lastUsedAt: null, expiresAt: null, scopes: usualScopes },
    { ...secret, id: ids(3), isReplaced: true, warning: 'expires_soon' },
    { ...secret, id: ids(4), state: 'expired' },
    { ...secret, id: ids(5), state: 'revoked', revokedAt: at, expiresAt: null },
  ];
  const history = {
    lines: [
      {
        type: 'system.changed',
        at,
        by: { name: word },
        subject: null,
        facts: [],
        changes: [{ field: 'from', states: [[word], [word, word]] }],
        erased: false,
      },
    ],
    older: `/desk/history?subject=${id}`,
  } as const;
  const nothing = { lines: [], older: null };
  const draft = { name: word, from: `\n${word}`, owner: word, networks: `\n${word}`, unit: id, version: 1 };
  const first = { choices: usualScopes, chosen: ['messages:send'], days: word } as const;
  const wrong = (field: SystemProblem['field']): SystemProblem => ({ code: 'invalid', field });
  const form = { person, system: null, units, draft, secret: first, problem: null, now: null };
  const edit = { ...form, system: named, secret: null };
  const secretForm = {
    person,
    system: named,
    replaces: null,
    name: word,
    secret: { ...first, choices: scopes },
    overlapHours: word,
    problem: null,
  };
  const rotation = {
    ...secretForm,
    replaces: { id: otherId, name: word, scopes },
    secret: { ...first, choices: [] },
  };
  const expiry = { person, system: named, days: word, problem: null };
  const limited = { id: otherId, name: word, expiresAt: later };
  return {
    'desk-systems': {
      none: { person, rows: [] },
      some: {
        person,
        rows: [
          row,
          { ...row, id: ids(6), from: ['*'], owner: null, lastUsedAt: null, warnings: 1 },
          { ...row, id: ids(7), from: Array<string>(9).fill(word), open: false, warnings: 3 },
        ],
      },
    },
    'desk-system': {
      full: { person, system, secrets, history, done: 'changed' },
      bare: {
        person,
        system: { ...system, networks: [], owner: null },
        secrets: [],
        history: nothing,
        done: 'ended',
      },
      closed: {
        person,
        system: { ...system, closedAt: at },
        secrets: secrets.slice(4),
        history,
        done: 'closed',
      },
      bootstrap: {
        person,
        system: { ...system, bootstrap: true },
        secrets: secrets.slice(0, 1),
        history: nothing,
        done: null,
      },
      opened: { person, system, secrets: [], history: nothing, done: 'opened' },
      expiry: { person, system, secrets: [], history: nothing, done: 'expiry' },
    },
    'desk-system-form': {
      new: form,
      edit,
      meanwhile: { ...edit, problem: { code: 'changed_meanwhile', field: null }, now: system },
      ...Object.fromEntries(
        (['name', 'from', 'owner', 'networks', 'unit', 'scopes', 'expiresAt'] as const).map((field) => [
          `wrong-${field}`,
          { ...form, problem: wrong(field) },
        ]),
      ),
      taken: { ...form, problem: { code: 'already_exists', field: 'name' } },
      'not-theirs': { ...form, problem: { code: 'forbidden', field: 'from' } },
    },
    'desk-system-opening': { only: { person, system: { ...system, closedAt: at } } },
    'desk-secret-form': {
      new: secretForm,
      replace: rotation,
      'wrong-scopes': { ...secretForm, problem: wrong('scopes') },
      'wrong-overlap': { ...rotation, problem: wrong('overlapHours') },
      'wrong-old': { ...rotation, problem: wrong('replaces') },
      meanwhile: { ...rotation, problem: { code: 'changed_meanwhile', field: 'replaces' } },
    },
    'desk-secret-expiry': {
      limited: { ...expiry, secret: limited },
      unlimited: { ...expiry, secret: { ...limited, expiresAt: null } },
      wrong: { ...expiry, secret: limited, problem: wrong('expiresAt') },
      meanwhile: { ...expiry, secret: limited, problem: { code: 'changed_meanwhile', field: null } },
    },
    'desk-secret-made': {
      system: { person, system: named, added: true, secret: word, expiresAt: null, replacedUntil: null },
      secret: { person, system: named, added: false, secret: word, expiresAt: later, replacedUntil: null },
      replaced: { person, system: named, added: false, secret: word, expiresAt: later, replacedUntil: at },
    },
  };
}
