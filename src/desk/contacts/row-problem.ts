import type { RowProblem, RowProblemCode } from '../../message/contact-imports.ts';

/** As `contact_import_rows.problem` keeps it: `duplicate:17`. */
export const writeProblem = ({ code, detail }: RowProblem): string => (detail ? `${code}:${detail}` : code);

export function readProblem(text: string): RowProblem {
  const [code, detail] = text.split(':');
  return { code: code as RowProblemCode, ...(detail ? { detail } : {}) };
}
