import { en } from '../../../views/languages/en.ts';
import { provenBy } from '../../../views/verifier/proven-by.ts';
import type { AcknowledgementReport, BundleReport } from '../../message/verification.ts';
import { table } from './table.ts';

const t = en.verifier;
const s = en.signatures;

/** One signature: the words first, whole, each of their lines marked as theirs. */
export function signatureLines(
  { delivery, at, signed, method, issuer, token, findings }: AcknowledgementReport,
  index: number,
  all: readonly AcknowledgementReport[],
): string[] {
  const { proves, not, more } = provenBy(method, s, (iso) => iso);
  return [
    '',
    s.one(index + 1, all.length),
    ...(signed ? signed.statement.split('\n').map((line) => `  > ${line}`) : [`  ${s.unread}`]),
    ...table([
      [`  ${t.events.recipient}`, delivery],
      [`  ${s.at}`, at ?? s.unlogged],
      ...(signed ? [[`  ${s.moment}`, s.moments[signed.moment]]] : []),
      [`  ${s.method}`, s.methods[method.method]],
      // Nothing is proved by what does not hold.
      ...(findings.length > 0
        ? [[`  ${t.events.checked}`, `WRONG: ${findings.map(({ code }) => code).join(', ')}`]]
        : [[`  ${s.proves}`, proves], ...more.map((each) => ['', each]), [`  ${s.notProves}`, not]]),
      [`  ${s.organisation}`, issuer.fingerprint],
      ['', issuer.standing === 'confirmed' ? t.parts.issuerConfirmed : t.parts.issuerOwn],
      [
        `  ${s.token}`,
        token
          ? `${token.time}  ${token.authority}, ${token.fingerprint}. ${token.standing === 'confirmed' ? t.parts.stampsConfirmed : t.parts.stampsOwn}`
          : s.tokenAbsent,
      ],
      ...(signed?.content ?? []).map(({ part, sha256 }, n) => [
        n === 0 ? `  ${s.content}` : '',
        `${sha256}  ${s.part(part)}`,
      ]),
    ]),
  ];
}

/** What somebody gave to be compared, and whether it is what was signed for. */
export function comparedLines({ compared: { statement, files } }: BundleReport): string[] {
  if (statement === null && files.length === 0) return [];
  return [
    '',
    s.compare.result,
    ...(statement === null
      ? []
      : [
          `  ${statement.length > 0 ? s.compare.words : s.compare.notWords}`,
          ...statement.map((delivery) => `    ${t.events.recipient} ${delivery}`),
        ]),
    ...files.map(({ name, part }) =>
      part === null ? `  ${s.compare.isNot(name)}` : `  ${s.compare.is(name, s.part(part))}`,
    ),
  ];
}
