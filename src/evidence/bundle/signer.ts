/**
 * The organisation's own signature over what it hands out. The key stays behind the port. `sign` may be called again with the
 * same bytes and gives another signature then; a throw of `Unavailable('keys')` means: try again later.
 */
export interface Signer {
  /** DER: that of the key first, then those between it and a root. There is at least one. */
  readonly certificates: readonly Uint8Array[];
  /** As in the header of a JWS (RFC 7518 §3.1). */
  readonly algorithm: 'ES256' | 'ES384' | 'PS256';
  /** Signs the bytes, which it hashes itself; in JOSE's form: for ECDSA R ‖ S (RFC 7518 §3.4). */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
