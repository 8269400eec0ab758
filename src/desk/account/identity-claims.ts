import { parseEmailAddress } from '../../delivery/addresses.ts';
import { defaultStaffPolicy, type Policy, type StaffPolicy } from '../../message/policy.ts';
import type { Role } from '../../message/rights.ts';

/** What claims say of a person, by the policy. Units stand by their names. */
export interface Claimed {
  /** Absent: no usable address is claimed. */
  readonly email: string | undefined;
  /** The provider does not say that the address may be somebody else's. */
  readonly ownsEmail: boolean;
  /** Absent: no name is claimed. */
  readonly name: string | undefined;
  /** Name of the unit that they belong to. */
  readonly unit: string | undefined;
  /** `unit` absent: in all units, and for a sender in their own. */
  readonly roles: readonly { readonly role: Role; readonly unit: string | undefined }[];
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims that are to be read. */
export const neededClaims = ({ claims, unitClaim }: StaffPolicy): string[] => [
  ...new Set(['email', 'name', ...claims.map(({ claim }) => claim), ...(unitClaim ? [unitClaim] : [])]),
];

/** Of roles and groups, those that somebody without any could ask for. */
export const wantedClaims = ({ staff = defaultStaffPolicy }: Policy): string[] => [
  ...new Set(staff.claims.map(({ equals }) => equals)),
];

export function readClaims(policy: StaffPolicy, claims: Claims): Claimed {
  const text = (name: string): string | undefined => textOf(valueOf(claims, name));
  const verified = valueOf(claims, 'email_verified');
  const given = [text('given_name'), text('family_name')].filter((part) => part !== undefined).join(' ');
  const email = valueOf(claims, 'email');
  return {
    email: typeof email === 'string' ? parseEmailAddress(email) : undefined,
    // OpenID Connect Core §5.1 makes it a boolean; some providers write it as text.
    ownsEmail: verified === undefined || verified === true || verified === 'true',
    name: text('name') ?? (given || undefined),
    unit: policy.unitClaim === undefined ? undefined : text(policy.unitClaim),
    roles: policy.claims
      .filter(({ claim, equals }) => listOf(valueOf(claims, claim)).includes(equals))
      .map(({ role, unit }) => ({ role, unit })),
  };
}

const valueOf = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Text as the database can keep it and a page show it in one line; of a list the first. */
function textOf(value: unknown): string | undefined {
  const [first] = listOf(value);
  if (typeof first !== 'string') return undefined;
  const line = first
    .slice(0, 1000)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  return [...line].slice(0, 200).join('') || undefined;
}
