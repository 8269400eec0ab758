import type { BundleReport, FindingCode } from '../../src/message/verification.ts';
import type { ReportTexts } from './report.ts';

/** What is found only of what somebody gave to be compared. */
const ofCompared: ReadonlySet<FindingCode> = new Set(['statement_differs', 'part_unknown']);

/** The verdict in words. Where the evidence holds, and what somebody compared is something else, it says that. */
export function verdictText(
  { verdict, findings }: BundleReport,
  { verifier, signatures }: Pick<ReportTexts, 'verifier' | 'signatures'>,
): { readonly title: string; readonly means: string } {
  const isOther = findings.length > 0 && findings.every(({ code }) => ofCompared.has(code));
  return isOther ? signatures.compare.other : verifier.verdicts[verdict];
}
