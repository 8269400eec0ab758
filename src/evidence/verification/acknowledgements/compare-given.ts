import type { AcknowledgementReport, Compared, ComparedReport } from '../../../message/verification.ts';
import { sameBytes } from '../../certificates/read-certificate.ts';
import type { CheckedEvent } from '../check-events.ts';
import type { FindingList } from '../finding-list.ts';

/**
 * Whether what somebody has is what was signed for: words, exactly, but for one line feed (or CR LF) at the end of the file,
 * which editors add; files, by their SHA-256. Where nobody signed, files are compared with what was sent.
 */
export function compareGiven(
  { statement, files }: Compared,
  acknowledgements: readonly AcknowledgementReport[],
  checked: readonly CheckedEvent[],
  findings: FindingList,
): ComparedReport {
  const signed = acknowledgements.filter((each) => each.signed && each.findings.length === 0);
  const same =
    statement &&
    signed.filter((each) => isText(statement, each.signed!.statement)).map(({ delivery }) => delivery);
  if (same?.length === 0) findings.add('statement_differs');
  const parts = new Map(
    (signed.length > 0 ? signed.flatMap((each) => each.signed!.content) : sentParts(checked)).map(
      ({ part, sha256 }) => [sha256, part],
    ),
  );
  const compared = files.map(({ name, sha256, bytes }) => ({
    name,
    part: parts.get(sha256) ?? null,
    isWords: bytes !== undefined && signed.some((each) => isText(bytes, each.signed!.statement)),
  }));
  for (const { name, part, isWords } of compared) {
    if (part === null && !isWords) findings.add('part_unknown', { value: name });
  }
  return { statement: same ?? null, files: compared };
}

function isText(file: Uint8Array, words: string): boolean {
  const bytes = new TextEncoder().encode(words);
  if (!sameBytes(file.subarray(0, bytes.length), bytes)) return false;
  const rest = String.fromCharCode(...file.subarray(bytes.length, bytes.length + 3));
  return rest === '' || rest === '\n' || rest === '\r\n';
}

/** What the acceptance commits to, where that is disclosed. */
function sentParts(checked: readonly CheckedEvent[]): { part: number; sha256: string }[] {
  const opening = checked.find(({ event }) => event?.type === 'message.accepted')?.evidence.segl.opening;
  const content = opening && typeof opening === 'object' ? opening.fields.content : undefined;
  if (!Array.isArray(content)) return [];
  return content.flatMap((each: unknown) => {
    const { part, sha256 } = (each ?? {}) as { part?: unknown; sha256?: unknown };
    return typeof part === 'number' && typeof sha256 === 'string' ? [{ part, sha256 }] : [];
  });
}
