import { coreOfIdentity } from '../../guard/identity-number.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Where brokers of MitID, BankID and Freja put the number, and the profile that Swedish providers agreed on (oidc.se). */
export const knownClaims: readonly string[] = [
  'cprNumberIdentifier',
  'dk.cpr',
  'mitid.cpr',
  'cpr',
  'https://frejaeid.com/oidc/claims/personalIdentityNumber',
  'https://id.oidc.se/claim/personalIdentityNumber',
  'https://id.oidc.se/claim/coordinationNumber',
  'personalIdentityNumber',
  'personalNumber',
  'personnummer',
  'socialno',
  'ssn',
  'nin',
];

/** The identity number as a provider said it. `claim`: the one that holds it. `undefined`: none does. */
export function saidNumber(claims: Claims, claim: string | undefined): string | undefined {
  const names = claim === undefined ? knownClaims : [claim];
  for (const name of names) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.slice(0, 100);
  }
  return undefined;
}

/** Whether a compact JWS says a number anywhere, in whatever way it is written. */
export function holdsNumber(jws: string, number: string): boolean {
  // A JSON number has no zeros in front.
  const core = coreOfIdentity(number).replace(/^0+/, '');
  const [header = '', payload = ''] = jws.split('.');
  return [header, payload].some((part) =>
    Buffer.from(part, 'base64url')
      .toString()
      // As JSON may write any character.
      .replace(/\\u00(\w\w)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/[\s+-]/g, '')
      .includes(core),
  );
}
