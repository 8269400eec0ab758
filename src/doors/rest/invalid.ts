import { Refusal } from '../../message/refusals.ts';

export interface RefusedField {
  /** Path in the request, as `to.0.email`. */
  readonly field: string;
  readonly detail: string;
}

/** A request whose form is not right: the refusal `invalid`, with every field that is to blame. */
export class Invalid extends Refusal {
  readonly errors: readonly RefusedField[];

  constructor(errors: readonly RefusedField[]) {
    const [first] = errors;
    super('invalid', first && `“${first.field}” ${first.detail}.`, first ? { field: first.field } : {});
    this.errors = errors;
  }
}

/** The refusal of one field. */
export const invalidField = (field: string, detail: string): Invalid => new Invalid([{ field, detail }]);
