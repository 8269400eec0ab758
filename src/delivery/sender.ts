/** Who sends: a person at the desk or a system, writing for a unit. */
export interface Sender {
  readonly kind: 'person' | 'system';
  readonly id: string;
  readonly unit: string;
  /** The addresses that may stand in `from`: patterns as `fitsPattern` reads them. */
  readonly senders: readonly string[];
  /** The person in whose name a system sends, and who is then answerable and told. */
  readonly author?: string | undefined;
}
