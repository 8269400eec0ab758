import type { FindingCode } from '../../../message/verification.ts';

/** One thing that does not hold of an acknowledgement: its code, and what of it differs. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly code: FindingCode;
  readonly value: string | undefined;

  constructor(code: FindingCode, value?: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.value = value;
  }
}
