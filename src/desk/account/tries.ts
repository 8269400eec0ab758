import { type Budget, networkOf } from '../../delivery/budgets.ts';
import { hashToken } from '../../delivery/link-token.ts';

/**
 * A browser from which people have signed in before, as it says under seal. It counts its own tries: guessing from
 * elsewhere uses up what strangers may do, and never stops the owner of an account where they are known.
 */
export interface KnownDevice {
  readonly id: string;
  readonly people: readonly string[];
}

const quarter = 15;
const hour = 60;
const day = 24 * hour;

const ownDevice = (person: string | undefined, device: KnownDevice | undefined): string | undefined =>
  person !== undefined && device?.people.includes(person) ? `${device.id} ${person}` : undefined;

/** What a sign-in by password costs. `person`: whose address it is, if anybody's. */
export function signInTries(
  address: string,
  ip: string,
  person: string | undefined,
  device: KnownDevice | undefined,
): Budget[] {
  const own = ownDevice(person, device);
  if (own) return [{ scope: 'sign-in/device', subject: own, limit: 10, windowMinutes: quarter }];
  const account = address.slice(0, 254);
  const network = networkOf(ip);
  return [
    { scope: 'sign-in/account', subject: `${account} ${network}`, limit: 10, windowMinutes: quarter },
    { scope: 'sign-in/network', subject: network, limit: 200, windowMinutes: quarter },
    { scope: 'sign-in/everywhere', subject: account, limit: 100, windowMinutes: hour },
  ];
}

/**
 * What a code of six digits costs whoever knows the password already. 30 tries a day, three steps of which would fit each
 * time, find one in about eleven thousand days.
 */
export function codeTries(session: string, person: string, device: KnownDevice | undefined): Budget[] {
  const own = ownDevice(person, device);
  if (own) {
    return [
      { scope: 'factor/device', subject: own, limit: 10, windowMinutes: quarter },
      { scope: 'factor/device-day', subject: own, limit: 100, windowMinutes: day },
    ];
  }
  return [
    ...sessionTries(session),
    { scope: 'factor/person', subject: person, limit: 10, windowMinutes: hour },
    { scope: 'factor/person-day', subject: person, limit: 30, windowMinutes: day },
  ];
}

/** What a recovery code or a password costs within a session: neither can be guessed, but each costs work. */
export const sessionTries = (session: string): Budget[] => [
  {
    scope: 'factor/session',
    subject: hashToken(session).toString('hex'),
    limit: 10,
    windowMinutes: quarter,
  },
];
