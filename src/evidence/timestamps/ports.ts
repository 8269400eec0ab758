/** An RFC 3161 authority, outside of this installation and of its operator's hands. */
export interface TimestampAuthority {
  /**
   * Sends a TimeStampReq (DER) and resolves to what came back, unread, in bounded time and of bounded size. Repeating it is
   * harmless: another token over the same bytes. Throws `NoTimestamp`.
   */
  ask(request: Uint8Array): Promise<Uint8Array>;
}

/** The authority gave no timestamp that can be used, this time. */
export class NoTimestamp extends Error {
  override readonly name = 'NoTimestamp';
  /** Without anything the authority said: `timeout`, `http_503`, `ECONNREFUSED`, `refused_2`… */
  readonly because: string;

  constructor(because: string, options?: ErrorOptions) {
    super(`The timestamp authority gave no timestamp (${because})`, options);
    this.because = because;
  }
}
