import type { Language } from '../../src/message/languages.ts';
import type { DigestFacts, MailText } from '../../src/message/mail-facts.ts';
import { failureName } from '../failures/failure-name.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import { mailText, type Paragraph } from './mail-text.ts';

/** How the inbox of failures stands, every morning. Names causes and domains, and no recipient. */
export function digestMail(language: Language, facts: DigestFacts): MailText {
  const t = texts[language];
  const { digest, kinds } = t.failures;
  const section = (heading: string, lines: readonly (readonly [string, string])[]): Paragraph[] =>
    lines.length > 0 ? [{ heading }, { facts: lines }] : [];
  const { sums, isQuiet } = facts;
  return mailText(language, digest.subject(facts.open, facts.organisation), [
    { text: isQuiet ? digest.allWell : digest.what },
    {
      facts: [
        [digest.sums.open, String(facts.open)],
        [digest.sums.fresh, String(facts.fresh)],
        [digest.sums.closed, String(facts.closed)],
        ...(facts.oldest
          ? [[digest.sums.oldest, formatTime(language, facts.oldest, facts.timeZone)] as const]
          : []),
      ],
    },
    ...section(
      digest.grew,
      facts.grown.map(({ recent, earlier, ...name }) => [
        failureName(t, name),
        digest.grewLine(recent, earlier),
      ]),
    ),
    ...section(
      digest.byKind,
      facts.kinds.map(({ kind, open, fresh }) => [kinds[kind], digest.counts(open, fresh)]),
    ),
    ...section(
      digest.stale,
      facts.stale.map(({ open, ...name }) => [failureName(t, name), digest.staleLine(open)]),
    ),
    ...section(
      digest.silent,
      facts.silent.map(({ domain, messages, resembles }) => [
        `@${domain}`,
        [digest.silentLine(messages), ...(resembles ? [digest.resembles(resembles)] : [])].join(', '),
      ]),
    ),
    ...(sums
      ? [
          { heading: digest.reconciliation },
          {
            text: `${sums.differences === 0 ? digest.agree : digest.differ(sums.differences)} (${formatTime(language, sums.at, facts.timeZone)})`,
          },
        ]
      : []),
    { text: digest.look },
    { link: facts.link },
    { text: digest.why },
  ]);
}
