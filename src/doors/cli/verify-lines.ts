import { en } from '../../../views/languages/en.ts';
import { verdictText } from '../../../views/verifier/verdict-text.ts';
import type { ExportReport } from '../../desk/verification/check-export.ts';
import type { LogReport } from '../../desk/verification/check-log.ts';
import type { BundleReport, EventReport } from '../../message/verification.ts';
import { table } from './table.ts';
import { comparedLines, signatureLines } from './signature-lines.ts';

const t = en.verifier;

/** What stands in a file goes to a terminal: nothing in it may steer that, or turn the line around. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

/** The same for JSON, where such characters can be written so that nothing is lost. */
export const plainJson = (report: object): string =>
  JSON.stringify(report, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

/** A report on a bundle, a line each: the verdict, what does not hold, who stands behind it, every event. */
export function bundleLines(report: BundleReport): string[] {
  const { title, means } = verdictText(report, en);
  return [
    title,
    means,
    ...(report.findings.length > 0 ? ['', `${t.wrong}:`, ...findingLines(report)] : []),
    '',
    ...partLines(report),
    '',
    ...eventLines(report),
    ...report.acknowledgements.flatMap(signatureLines),
    ...comparedLines(report),
    ...(report.issuer.standing === 'confirmed'
      ? []
      : [
          '',
          'That no event of a recipient follows, and the statuses, are said only by whoever signed the file, and who that is has not been confirmed.',
        ]),
  ].map(plain);
}

function findingLines({ findings, events }: BundleReport): string[] {
  const places = new Map(events.map((event) => [event.id, event]));
  return findings.map(({ code, event: id, delivery, value }) => {
    const event = id === undefined ? undefined : places.get(id);
    const where = event
      ? `entry ${event.index}, ${event.type}, ${event.id}: `
      : delivery === undefined
        ? ''
        : `delivery ${delivery}: `;
    return `  ${where}${t.findings[code](value ?? '')}`;
  });
}

function partLines({ about, issuer, log, stamps }: BundleReport): string[] {
  const confirmed = (isConfirmed: boolean, yes: string, no: string) => (isConfirmed ? yes : no);
  const { parts } = t;
  return table([
    [t.events.message, about.message],
    [parts.issuer, `${issuer.organisation} (${issuer.subject}), ${issuer.url}`],
    ['', confirmed(issuer.standing === 'confirmed', parts.issuerConfirmed, parts.issuerOwn)],
    [parts.certificate, issuer.fingerprint],
    [parts.signedAt, issuer.signedAt],
    [parts.log, `${log.origin}, ${parts.entries(log.size)}`],
    ['', confirmed(log.standing === 'confirmed', parts.logConfirmed, parts.logOwn)],
    ...log.keys.map((key) => [parts.key, key]),
    ...(stamps.standing === 'absent'
      ? [[parts.stamps, parts.stampsAbsent]]
      : [
          [parts.stamps, confirmed(stamps.standing === 'confirmed', parts.stampsConfirmed, parts.stampsOwn)],
          ...stamps.list.map(({ time, authority, size, fingerprint }) => [
            '',
            `${time ?? '–'}  ${parts.stamp(authority, size)}, ${fingerprint}`,
          ]),
        ]),
  ]);
}

function eventLines({ events, deliveries }: BundleReport): string[] {
  const numbers = new Map(deliveries.map(({ id }, index) => [id, String(index + 1)]));
  const of = ({ delivery }: EventReport) => (delivery === null ? '–' : (numbers.get(delivery) ?? '?'));
  return [
    ...table([
      ['Entry', 'Recipient', 'No.', 'Time', 'Event', 'Checked'],
      ...events.map((event) => [
        String(event.index),
        of(event),
        event.seq === null ? '–' : String(event.seq),
        event.at,
        event.type,
        event.findings.length > 0
          ? `WRONG: ${event.findings.map(({ code }) => code).join(', ')}`
          : heldLine(event),
      ]),
    ]),
    '',
    ...table([
      ['Recipient', 'Events', 'Status', 'Delivery', ''],
      ...deliveries.map(({ id, events: count, status, recipient }) => [
        numbers.get(id)!,
        String(count),
        status,
        id,
        [recipient?.name, recipient?.address].filter((each) => each !== undefined).join(' · '),
      ]),
    ]),
  ];
}

function heldLine({ opening, after, before }: EventReport): string {
  const said = {
    shown: '',
    none: '',
    erased: ', personal data erased',
    withheld: ', concerns others: not shown',
  }[opening];
  const stamped =
    after !== null && before !== null
      ? `, stamped between ${after} and ${before}`
      : before !== null
        ? `, stamped before ${before}`
        : after !== null
          ? `, after the stamp of ${after}`
          : '';
  return `holds${said}${stamped}`;
}

/** A report on an exported file. */
export function exportLines({ verdict, findings, wrong, issuer, file, log }: ExportReport): string[] {
  const { parts } = t;
  const { title } = t.verdicts[verdict];
  const checked = {
    csv: 'CSV: that the file is what was signed. Its lines hold no entries of the log to be checked one by one.',
    jsonl: 'JSON Lines: each entry’s form, what is said of it, and what is disclosed against what it hides.',
  }[file.format];
  return [
    title,
    '',
    ...table([
      ['Checked', checked],
      ['Events', `${file.rows}, ${file.bytes} bytes`],
      ['SHA-256', file.sha256],
      ...(issuer
        ? [
            [parts.issuer, `${issuer.organisation} (${issuer.subject}), ${issuer.signedAt}`],
            ['', issuer.confirmed ? parts.issuerConfirmed : parts.issuerOwn],
            [parts.certificate, issuer.fingerprint],
          ]
        : [[parts.issuer, 'nobody: the file has no manifest beside it, so events may be left out or added']]),
      ...(log
        ? [
            [parts.log, `${log.origin}, ${parts.entries(log.size)}`],
            ['', log.confirmed ? parts.logConfirmed : parts.logOwn],
            [
              '',
              log.whole
                ? 'The file has every entry, and they make the tree that was signed.'
                : 'That these entries are in it is not shown by this file: check the log, or the evidence of a message.',
            ],
          ]
        : []),
    ]),
    ...(wrong > 0
      ? ['', `${t.wrong}: ${wrong}`, ...findings.map((each) => `  ${linePlace(each)}${each.what}`)]
      : []),
  ].map(plain);
}

const linePlace = ({ line, index, event }: ExportReport['findings'][number]): string =>
  line === undefined
    ? ''
    : `line ${line}${index === undefined ? '' : `, entry ${index}`}${event === undefined ? '' : `, ${event}`}: `;

/** A report on a whole log. */
export function logLines(report: LogReport): string[] {
  const { verdict, findings, warnings, unread, counts } = report;
  const verdicts = {
    verified: 'Confirmed. The whole log holds, and a key that you gave has signed it.',
    consistent: 'Consistent; issuer not confirmed. The whole log holds together, and you gave no key of it.',
    wrong: `${t.verdicts.failed.title}. The log is not what it was signed to be.`,
    unread:
      report.entries === 0
        ? `${t.unreadable.title}: nothing of it was checked.`
        : `${t.unreadable.title} as a whole: nothing wrong was found in what could be read.`,
  } as const;
  const some = (name: string, list: typeof findings, count: number): string[] =>
    count === 0 ? [] : ['', `${name}: ${count}`, ...list.map((each) => `  ${placeOf(each)}${each.what}`)];
  return [
    verdicts[verdict],
    '',
    ...table([
      [
        t.parts.log,
        `${report.origin ?? '?'}, ${report.entries} of ${t.parts.entries(report.size ?? 0)} read`,
      ],
      ['Root', report.root ?? '?'],
      ...report.verified.map((key) => [t.parts.key, key]),
      ...report.unknown.map((key) => ['Signed too by', key]),
      ...(report.kept === 0 ? [] : [['Checkpoints that you kept', `${report.kept} compared`]]),
    ]),
    ...some('Wrong', findings, counts.findings),
    ...some('Not read', unread, counts.unread),
    ...some('Odd', warnings, counts.warnings),
  ].map(plain);
}

const placeOf = ({ index, event, path }: LogReport['findings'][number]): string => {
  const place = [index === undefined ? path : `entry ${index}`, event].filter((each) => each !== undefined);
  return place.length > 0 ? `${place.join(', ')}: ` : '';
};
