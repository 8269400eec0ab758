import type { IdentityTexts } from '../languages/en/identity.ts';

/** A sign-in by the identity provider that came to nothing. */
export interface IdentityFailedPage {
  readonly problem: keyof IdentityTexts['failed']['problems'];
  /** The roles or groups of which one would let the person in; empty: they are not told here. */
  readonly wanted: readonly string[];
  /** Where to try again. */
  readonly again: string;
}

export interface IdentityPages {
  readonly 'desk-identity-failed': IdentityFailedPage;
}
