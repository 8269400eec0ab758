import type { Grant, Role } from '../message/rights.ts';
import type { Scope } from '../message/scopes.ts';

export type { Grant, Role };

/** How a session was opened. `oidc`: by the identity provider. */
export type SignInMethod = 'password' | 'link' | 'passkey' | 'oidc';

/** A signed-in member of staff. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The unit they belong to, and write for unless they choose another. */
  readonly unit: string;
  readonly unitName: string;
  /** The roles that count in this session: where no second factor was proved in it, a sender's alone. */
  readonly grants: readonly Grant[];
  /** All of their roles. */
  readonly held: readonly Grant[];
  /** Answers to their messages that nobody has read; counted up to a hundred. */
  readonly unread: number;
  readonly session: StaffSession;
}

export interface StaffSession {
  /** Names the session, and proves nothing. */
  readonly id: string;
  readonly method: SignInMethod;
  /** A second factor was proved in it. */
  readonly secondFactor: boolean;
  /** Seconds since anything beyond the cookie was last proved in it: the password, a factor. */
  readonly provenSecondsAgo: number;
}

/** A system with its rights, as one of its secrets proves it. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly senders: readonly string[];
  /** What the secret may be used for; at the gateway what any of the system's secrets may. */
  readonly scopes: readonly Scope[];
}
