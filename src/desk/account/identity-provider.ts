/** What one sign-in asks of the provider, and what its answer must then fit. */
export interface IdentityRequest {
  /** Where the browser comes back to, as it is registered at the provider. */
  readonly redirectUri: string;
  /** Each 256 random bits in base64url, of this sign-in alone. */
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636 §4.1. */
  readonly verifier: string;
  /** Seconds since 1970. With `again`, whoever comes back must have proved who they are since. */
  readonly begunAt: number;
  /** The person is to prove again who they are, however long they have been signed in at the provider. */
  readonly again: boolean;
}

/** Whom the provider vouches for. */
export interface Identity {
  /** Issuer and subject together name one person for ever (OpenID Connect Core §2). */
  readonly issuer: string;
  readonly subject: string;
  /** What the ID token and, where it lacked something, userinfo say: anything at all may stand in a claim. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** False: the provider kept claims back, so that the absence of one says nothing. */
  readonly complete: boolean;
  /** The provider says that a second factor was used. */
  readonly secondFactor: boolean;
  /** With which the provider can be asked again. Absent: it gave none. */
  readonly refreshToken: string | undefined;
}

/**
 * The organisation's OpenID provider. Nothing is asked of it before the first call, and nothing is kept of a call that
 * failed. An answer is believed only when all of it was verified: issuer, audience, nonce, signature, hashes and times,
 * with at most 60 seconds between the two clocks. Each method refuses `identity_provider_away` where the provider cannot
 * be reached, takes more than ten seconds, fails, or knows this client no more: then nothing is said about anybody.
 */
export interface IdentityProvider {
  /** The address to which the browser goes. */
  begin(request: IdentityRequest): Promise<URL>;
  /**
   * Whom the provider vouches for in its answer, the query with which the browser came back; `needs` names the claims
   * that are asked of userinfo where the ID token lacks them. A code works once, so this is never tried again. Refuses
   * `sign_in_failed` with a problem as `identity-problems.ts` lists them.
   */
  finish(request: IdentityRequest, answer: URLSearchParams, needs: readonly string[]): Promise<Identity>;
  /**
   * The same person as the provider sees them now, with the refresh token to use from here on. `ended`: it no longer
   * answers for them. Not idempotent: the token that was given may end with the call.
   */
  again(refreshToken: string, subject: string, needs: readonly string[]): Promise<Identity | 'ended'>;
  /** Refuses `identity_provider_away`. */
  check(): Promise<void>;
}

/** What is said in the log: codes, names of units and ids, nothing that is personal. */
export type IdentityLog = (facts: Readonly<Record<string, string | number>>, what: string) => void;

/** The provider as verbs have it. */
export interface StaffIdentity {
  readonly provider: IdentityProvider;
  readonly log: IdentityLog;
}
