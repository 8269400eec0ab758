import type { EidProblem } from '../../message/eid-problems.ts';

/** What one errand asks of the provider, and what its answer must then fit. */
export interface EidRequest {
  /** Where the browser comes back to, as it is registered at the provider. */
  readonly redirectUri: string;
  /** 256 random bits in base64url, of this errand alone. */
  readonly state: string;
  /** The same; where something is signed, the digest of that in base64url. */
  readonly nonce: string;
  /** RFC 7636 §4.1. */
  readonly verifier: string;
  /** Seconds since 1970: whoever comes back must have proved who they are since. */
  readonly begunAt: number;
}

/** Whom the provider vouches for. Everything but what is signed is dropped when the request ends. */
export interface EidAnswer {
  /** What the ID token says, and what userinfo says: anything at all may stand in a claim. */
  readonly token: Readonly<Record<string, unknown>>;
  readonly userinfo: Readonly<Record<string, unknown>>;
  /** The ID token itself (OpenID Connect Core §2), a compact JWS, and the keys that its issuer published (RFC 7517 §5), of which one has verified it. */
  readonly idToken: string;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * A broker of national eIDs by OpenID Connect. Nothing is asked of it before the first call, and nothing is kept of a call that
 * failed. An answer is believed only when all of it was verified: issuer, audience, nonce, signature, hashes and times, with at
 * most 60 seconds between the two clocks, and that the person proved anew who they are. Each method throws `EidFailure`.
 */
export interface EidProvider {
  /** The address to which the browser goes. `language`: in which the provider speaks, where it can. */
  begin(request: EidRequest, language: string): Promise<URL>;
  /** A code works once, so this is never tried again. */
  finish(request: EidRequest, answer: URLSearchParams): Promise<EidAnswer>;
  /** Throws where the provider cannot be used with these settings. */
  check(): Promise<void>;
}

/** `because`: a code for the log. */
export class EidFailure extends Error {
  override readonly name = 'EidFailure';
  readonly problem: EidProblem;
  readonly because: string;

  constructor(problem: EidProblem, because: string = problem) {
    super(`The eID did not succeed (${because})`);
    this.problem = problem;
    this.because = because;
  }
}

/** The provider as verbs have it. */
export interface RecipientEid {
  readonly provider: EidProvider;
  /** The claim that holds the identity number; absent: any that a known broker gives it in. */
  readonly claim: string | undefined;
  /** Codes and ids, nothing that is personal. */
  readonly log: (facts: Readonly<Record<string, string>>, what: string) => void;
}
