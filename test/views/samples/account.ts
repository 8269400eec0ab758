import { accountDone, type AccountPages } from '../../../views/models/account.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs } from './common.ts';

export function accountSamples(word: string): SamplesOf<AccountPages> {
  const welcome = { path: '/desk/welcome/token', name: word, email: word, asksWho: false, minLength: 12 };
  const person = signedInAs(word);
  const noWay = { code: false, passkey: false, recovery: false, password: false, provider: false };
  const byCode = { ...noWay, code: true, passkey: true, recovery: true };
  const asked = { person: null, email: word, next: '/desk/messages', ways: byCode, none: false, error: null };
  const stepUp = { person, next: '/desk/people', ways: byCode, error: null };
  const proofs = [
    ['wrong', 'code', 'wrong_code'],
    ['used', 'code', 'code_used'],
    ['clock', 'code', 'clock_off'],
    ['unreadable', 'code', 'gone'],
    ['often', 'code', 'budget_spent'],
    ['recovery-wrong', 'recovery', 'wrong_code'],
    ['recovery-used', 'recovery', 'code_used'],
  ] as const;
  const session = {
    id,
    browser: 'Firefox',
    system: 'Windows',
    network: word,
    method: 'password',
    secondFactor: true,
    since: at,
    lastSeen: later,
    isThis: true,
  } as const;
  const account = {
    person,
    email: word,
    unit: word,
    roles: [
      { role: 'sender', unit: word },
      { role: 'admin', unit: null },
    ],
    withheld: false,
    password: 'own',
    minLength: 12,
    repliesByMail: true,
    totp: true,
    hasFactor: true,
    recoveryCodes: 7,
    passkeys: [{ id: 'AAECAw', name: word, createdAt: at, lastUsedAt: null, backedUp: true }],
    sessions: [
      session,
      {
        ...session,
        id: otherId,
        browser: null,
        system: null,
        network: null,
        method: 'passkey',
        isThis: false,
      },
    ],
    done: null,
    error: null,
  } as const;
  const bare = {
    ...account,
    totp: false,
    hasFactor: false,
    recoveryCodes: 0,
    passkeys: [],
    sessions: [session],
  };
  const totp = {
    person,
    qr: { size: 33, path: 'M4 4h7v1h-7zM12 4h1v1h-1z' },
    secret: 'QQDJ TZKF B3IF NBO5 B7TR BKAQ KESA B4YJ',
    error: null,
  };
  return {
    'desk-sign-in': {
      provider: { email: '', error: null, link: null, identity: true },
      first: { email: '', error: null, link: null, identity: false },
      wrong: { email: word, error: 'wrong', link: null, identity: false },
      often: { email: word, error: 'too_many', link: null, identity: false },
      ended: { email: word, error: 'session_ended', link: null, identity: false },
      'link-no-address': {
        email: '',
        error: null,
        link: { email: word, error: 'email_invalid' },
        identity: false,
      },
      'links-often': { email: '', error: null, link: { email: word, error: 'too_many' }, identity: true },
    },
    'desk-link': { only: { path: '/desk/links/token', email: word } },
    'desk-link-asked': { first: { email: word, hours: 72 }, 'shown-again': { email: null, hours: 72 } },
    'desk-link-gone': { only: { hours: 72 } },
    'desk-welcome': {
      first: { ...welcome, error: null },
      weak: { ...welcome, error: 'password_weak' },
      differs: { ...welcome, error: 'differs' },
      used: { ...welcome, error: 'link_used' },
      administrator: { ...welcome, asksWho: true, error: null },
      'no-address': { ...welcome, asksWho: true, error: 'email_invalid' },
    },
    'desk-second-factor': {
      first: asked,
      inside: { ...asked, person },
      'passkey-only': { ...asked, ways: { ...noWay, passkey: true, recovery: true } },
      none: { ...asked, person, ways: noWay, none: true },
      provider: { ...asked, person, ways: { ...noWay, provider: true }, none: true },
      ...Object.fromEntries(
        proofs.map(([state, field, problem]) => [state, { ...asked, error: { field, problem } }]),
      ),
    },
    'desk-step-up': {
      first: stepUp,
      password: { ...stepUp, ways: { ...noWay, password: true } },
      'password-wrong': {
        ...stepUp,
        ways: { ...noWay, password: true },
        error: { field: 'password', problem: 'invalid' },
      },
      provider: { ...stepUp, ways: { ...noWay, provider: true } },
      'no-way': { ...stepUp, ways: noWay },
      wrong: { ...stepUp, error: { field: 'code', problem: 'wrong_code' } },
    },
    'desk-account': {
      first: account,
      bare,
      'no-roles': { ...bare, roles: [], password: 'none' },
      withheld: { ...account, withheld: true },
      'withheld-none': { ...bare, withheld: true },
      provider: { ...account, password: 'provider' },
      'codes-missing': { ...account, recoveryCodes: 0 },
      'code-left': { ...account, recoveryCodes: 1 },
      ...Object.fromEntries(accountDone.map((done) => [`done-${done}`, { ...account, done }])),
      ...Object.fromEntries(
        (['differs', 'wrong_password', 'password_weak', 'budget_spent', 'last_factor'] as const).map(
          (error) => [`error-${error}`, { ...account, error }],
        ),
      ),
    },
    'desk-totp': {
      first: totp,
      wrong: { ...totp, error: 'wrong_code' },
      clock: { ...totp, error: 'clock_off' },
      often: { ...totp, error: 'budget_spent' },
    },
    'desk-recovery-codes': {
      only: { person, codes: Array.from({ length: 10 }, () => 'abcd-efgh-ijkl-mnop') },
    },
  };
}
