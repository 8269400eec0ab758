import type { z } from 'zod';
import type { AcknowledgementDraft } from '../../delivery/accept-message.ts';
import { checkPreset, presetStatements } from '../http/statements.ts';
import { invalidField } from './invalid.ts';
import type { acknowledgement } from './schemas-acknowledgements.ts';

/** What a request asks to be signed, with its words. Throws `Invalid`, refuses invalid. */
export function acknowledgementDraft({
  statement,
  statements,
  preset,
  ...terms
}: z.infer<typeof acknowledgement>): AcknowledgementDraft {
  const given = [statement, statements, preset].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw invalidField(
      'acknowledgement',
      'needs one of statement, statements and preset, and no more of them',
    );
  }
  if (preset) checkPreset(preset, terms.moment);
  if (statement !== undefined) return { ...terms, statements: { und: statement } };
  if (preset) return { ...terms, statements: presetStatements(preset) };
  const written = Object.entries(statements ?? {}).filter(([, words]) => words !== undefined);
  return { ...terms, statements: Object.fromEntries(written) };
}
