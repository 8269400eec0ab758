import type { Signer } from './signer.ts';

/** What stands in the protected header of what the organisation signs; nothing else may. */
export interface JwsHeader {
  readonly alg: Signer['algorithm'];
  /** Seconds since 1970. */
  readonly iat: number;
  readonly typ: string;
  /** Base64 DER, that of the key first (RFC 7515 §4.1.6). */
  readonly x5c: readonly string[];
  /** Base64url of the SHA-256 of the first one (§4.1.8). */
  readonly 'x5t#S256': string;
}

export const bundleType = 'segl-evidence+jws';
/** What the organisation signs of an acknowledgement (docs/acknowledgement.md). */
export const acknowledgementType = 'segl-acknowledgement+jws';
