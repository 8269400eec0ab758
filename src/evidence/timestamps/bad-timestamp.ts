/** What about a token does not hold. */
export type TimestampFault =
  /** It stamps other bytes. */
  | 'imprint'
  /** The authority's signature, or what it must cover, does not hold. */
  | 'signature'
  /** The certificate that signed may not, or not then. */
  | 'certificate';

/** A timestamp token that can be read, and does not hold. The message is a sentence for people. */
export class BadTimestamp extends Error {
  override readonly name = 'BadTimestamp';
  readonly fault: TimestampFault;

  constructor(fault: TimestampFault, sentence: string) {
    super(sentence);
    this.fault = fault;
  }
}
