import type { AcknowledgementReport, BundleReport } from '../../src/message/verification.ts';
import { formatTime } from '../format-time.ts';
import { element, type Element, type Markup } from './markup.ts';
import { provenBy } from './proven-by.ts';
import type { Reader } from './report.ts';

/** Nobody reads more of them; all are checked. */
const mostSignatures = 1_000;

/** What was signed, and what was compared with it; null where there is neither. */
export function signatures(report: BundleReport, reader: Reader): Element | null {
  const { signatures: t, verifier } = reader.texts;
  const { acknowledgements, compared } = report;
  const { length } = acknowledgements;
  if (length === 0 && compared.files.length === 0) return null;
  const recipients = new Map(report.deliveries.map((each) => [each.id, each.recipient]));
  return element(
    'section',
    element('h2', t.title),
    length > mostSignatures ? element('p', verifier.firstOnly(mostSignatures, length)) : null,
    comparison(report, reader),
    acknowledgements
      .slice(0, mostSignatures)
      .map((each, index) =>
        signature(each, t.one(index + 1, length), recipients.get(each.delivery) ?? null, reader),
      ),
  );
}

function signature(
  { delivery, at, signed, method, issuer, token, findings }: AcknowledgementReport,
  title: string,
  recipient: BundleReport['deliveries'][number]['recipient'],
  reader: Reader,
): Element {
  const { signatures: t, verifier } = reader.texts;
  const time = (iso: string) => formatTime(reader.language, iso, reader.timeZone, { seconds: true });
  const { proves, not, more } = provenBy(method, t, time);
  const standing = (state: string, yes: string, no: string) =>
    element(`span.${state === 'confirmed' ? 'good' : 'wait'}`, state === 'confirmed' ? yes : no);
  const shown = [recipient?.name, recipient?.address].filter((each) => each !== undefined);
  const fact = (name: string, ...said: readonly Markup[]) => [element('dt', name), element('dd', ...said)];
  const { parts } = verifier;
  return element(
    'section.timeline',
    element('h3', element('bdi', `${title}: ${shown.length > 0 ? shown.join(' · ') : delivery}`)),
    signed
      ? element(
          'figure.words',
          element('figcaption', t.words),
          element(
            'blockquote',
            signed.language === 'und' ? {} : { lang: signed.language },
            element('bdi', signed.statement),
          ),
        )
      : element('p.wait', t.unread),
    findings.length > 0
      ? element(
          'ul.bad',
          findings.map(({ code, value }) => element('li', verifier.findings[code](value ?? ''))),
        )
      : null,
    element(
      'dl',
      ...fact(t.at, at === null ? t.unlogged : time(at)),
      ...(signed ? fact(t.moment, t.moments[signed.moment]) : []),
      ...fact(t.method, t.methods[method.method]),
      // Nothing is proved by what does not hold.
      ...(findings.length > 0
        ? []
        : [
            ...fact(t.proves, proves, ...more.map((each) => element('span.note', each))),
            ...fact(t.notProves, not),
          ]),
      ...fact(
        t.organisation,
        element('code', issuer.fingerprint),
        standing(issuer.standing, parts.issuerConfirmed, parts.issuerOwn),
      ),
      ...fact(
        t.token,
        ...(token
          ? [
              `${time(token.time)} · ${token.authority}`,
              standing(token.standing, parts.stampsConfirmed, parts.stampsOwn),
            ]
          : [t.tokenAbsent]),
      ),
      ...(signed
        ? fact(
            t.content,
            ...signed.content
              .slice(0, mostSignatures)
              .map(({ part, sha256 }) => element('span.stamp', t.part(part), ' ', element('code', sha256))),
          )
        : []),
    ),
  );
}

function comparison({ compared }: BundleReport, { texts: { signatures: t } }: Reader): Element | null {
  if (compared.files.length === 0) return null;
  return element(
    'div',
    element('h3', t.compare.result),
    element(
      'ul',
      compared.files.map(({ name, part, isWords }) =>
        part === null && !isWords
          ? element('li.bad', element('bdi', t.compare.isNot(name)))
          : element(
              'li.good',
              element('bdi', t.compare.is(name, part === null ? t.compare.signedWords : t.part(part))),
            ),
      ),
    ),
  );
}
