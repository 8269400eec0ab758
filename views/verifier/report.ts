import type { Language } from '../../src/message/languages.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { BundleReport, DeliveryReport, EventReport, Standing } from '../../src/message/verification.ts';
import { formatTime } from '../format-time.ts';
import type { EventTexts } from '../languages/en/events.ts';
import type { SignaturesTexts } from '../languages/en/signatures.ts';
import type { StatusTexts } from '../languages/en/statuses.ts';
import type { VerifierTexts } from '../languages/en/verifier.ts';
import { eventName } from './event-name.ts';
import { element, type Element, type Markup } from './markup.ts';
import { signatures } from './signatures.ts';
import { verdictText } from './verdict-text.ts';

/** The texts that the verifier needs of a language. */
export interface ReportTexts {
  readonly verifier: VerifierTexts;
  readonly events: EventTexts;
  readonly statuses: StatusTexts;
  readonly signatures: SignaturesTexts;
}

export interface Reader {
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
  readonly texts: ReportTexts;
}

/** The report on a bundle, in words. */
export function reportMarkup(report: BundleReport, reader: Reader): Element {
  const { verifier: t } = reader.texts;
  const { title, means } = verdictText(report, reader.texts);
  // Once for all: a hostile file may list a hundred thousand of each.
  const shown = report.events.slice(0, mostEvents);
  const byDelivery = Map.groupBy(shown, ({ delivery }) => delivery);
  const messageEvents = byDelivery.get(null) ?? [];
  const known = new Set(report.deliveries.map(({ id }) => id));
  const strays = shown.filter((event) => event.delivery !== null && !known.has(event.delivery));
  const broken = new Set(report.findings.map(({ delivery }) => delivery));
  const completeness = ({ id, events: count }: DeliveryReport): readonly Markup[] => {
    if (broken.has(id)) return [];
    // Nothing in a log shows what does not follow: that rests on whoever signed.
    return report.issuer.standing === 'confirmed'
      ? [element('p.good', t.events.complete(count))]
      : [element('p.wait', t.events.completeOwn(count))];
  };
  return element(
    'div',
    element(`div.verdict.${report.verdict}`, element('h2', title), element('p', means)),
    report.findings.length > 0 ? wrong(report, reader) : null,
    signatures(report, reader),
    parts(report, reader),
    element(
      'section',
      element('h2', t.events.title),
      element('p.quiet', `${t.events.message} `, element('code', report.about.message)),
      element('p.quiet', t.events.exact),
      firstOnly(mostEvents, report.events.length, t),
      firstOnly(mostDeliveries, report.deliveries.length, t),
      ...(messageEvents.length > 0 ? [timeline(t.events.whole, [], messageEvents, reader)] : []),
      report.deliveries
        .slice(0, mostDeliveries)
        .map((delivery) =>
          deliveryTimeline(delivery, byDelivery.get(delivery.id) ?? [], completeness(delivery), reader),
        ),
      ...(strays.length > 0 ? [timeline('?', [], strays, reader)] : []),
    ),
    element('section', element('h2', t.proves.title), element('p', t.proves.text)),
  );
}

/** Nobody reads more, and a browser that shows them stands still for minutes. All of them are checked. */
const mostFindings = 1_000;
const mostEvents = 20_000;
const mostDeliveries = 5_000;

const firstOnly = (most: number, all: number, t: VerifierTexts): Element | null =>
  all > most ? element('p', t.firstOnly(most, all)) : null;

function wrong(report: BundleReport, { texts }: Reader): Element {
  const { verifier: t } = texts;
  const places = new Map(report.events.map((event) => [event.id, event]));
  return element(
    'section.wrong',
    element('h2', t.wrong),
    firstOnly(mostFindings, report.findings.length, t),
    element(
      'ul',
      report.findings.slice(0, mostFindings).map(({ code, event, delivery, value }) => {
        const found = event === undefined ? undefined : places.get(event);
        return element(
          'li',
          t.findings[code](value ?? ''),
          found
            ? element(
                'span.where',
                `${t.events.entry} ${found.index} · ${eventName(found, texts)} · ${found.id}`,
              )
            : delivery === undefined
              ? null
              : element('span.where', `${t.events.recipient} ${delivery}`),
        );
      }),
    ),
  );
}

function parts({ issuer, log, stamps }: BundleReport, reader: Reader): Element {
  const { parts: t } = reader.texts.verifier;
  const time = (iso: string) => formatTime(reader.language, iso, reader.timeZone, { seconds: true });
  const state = (standing: Standing, confirmed: string, own: string): Element =>
    element(`span.${standing === 'confirmed' ? 'good' : 'wait'}`, standing === 'confirmed' ? confirmed : own);
  return element(
    'section',
    element('h2', t.title),
    element(
      'dl',
      element('dt', t.issuer),
      element(
        'dd',
        element('bdi', issuer.organisation),
        ' ',
        element('bdi.quiet', `(${issuer.subject})`),
        state(issuer.standing, t.issuerConfirmed, t.issuerOwn),
      ),
      element('dt', t.certificate),
      element('dd', element('code', spaced(issuer.fingerprint))),
      element('dt', t.signedAt),
      element('dd', time(issuer.signedAt)),
      element('dt', t.log),
      element(
        'dd',
        element('bdi', log.origin),
        ` · ${t.entries(log.size)}`,
        state(log.standing, t.logConfirmed, t.logOwn),
      ),
      ...log.keys.flatMap((key) => [element('dt', t.key), element('dd', element('code', key))]),
      element('dt', t.stamps),
      stamps.standing === 'absent'
        ? element('dd', element('span.wait', t.stampsAbsent))
        : element(
            'dd',
            state(stamps.standing, t.stampsConfirmed, t.stampsOwn),
            stamps.list.map((stamp) =>
              element(
                'span.stamp',
                ...(stamp.time === null ? [] : [time(stamp.time), element('br', {})]),
                t.stamp(stamp.authority, stamp.size),
                element('code', spaced(stamp.fingerprint)),
              ),
            ),
          ),
    ),
  );
}

function deliveryTimeline(
  delivery: DeliveryReport,
  events: readonly EventReport[],
  completeness: readonly Markup[],
  reader: Reader,
): Element {
  const { verifier: t, statuses } = reader.texts;
  const shown = [delivery.recipient?.name, delivery.recipient?.address].filter((each) => each !== undefined);
  const status = Object.hasOwn(statuses, delivery.status)
    ? statuses[delivery.status as DeliveryStatus].name
    : delivery.status;
  return timeline(
    `${t.events.recipient}: ${shown.length > 0 ? shown.join(' · ') : delivery.id}`,
    [element('p', `${t.events.status}: `, element('strong', status)), ...completeness],
    events,
    reader,
  );
}

function timeline(
  title: string,
  about: readonly Markup[],
  events: readonly EventReport[],
  reader: Reader,
): Element {
  const { events: t } = reader.texts.verifier;
  return element(
    'section.timeline',
    element('h3', element('bdi', title)),
    ...about,
    element(
      'table',
      element(
        'thead',
        element(
          'tr',
          ...[t.number, t.time, t.event, t.entry, t.checked].map((name) =>
            element('th', { scope: 'col' }, name),
          ),
        ),
      ),
      element(
        'tbody',
        events.map((event) => row(event, reader)),
      ),
    ),
  );
}

function row(event: EventReport, { language, timeZone, texts }: Reader): Element {
  const { events: t, findings } = texts.verifier;
  const cell = (label: string, ...children: readonly Markup[]) =>
    element('td', { 'data-label': label }, ...children);
  return element(
    `tr${event.findings.length > 0 ? '.bad' : ''}`,
    cell(t.number, event.seq === null ? '–' : String(event.seq)),
    cell(
      t.time,
      element(
        'span',
        isTime(event.at) ? formatTime(language, event.at, timeZone, { seconds: true }) : event.at,
      ),
      element('code.exact', event.at),
    ),
    cell(t.event, eventName(event, texts), ...opening(event, texts.verifier)),
    cell(t.entry, String(event.index)),
    cell(
      t.checked,
      event.findings.length === 0
        ? element('span.good', t.holds)
        : element(
            'ul.bad',
            event.findings.map(({ code, value }) => element('li', findings[code](value ?? ''))),
          ),
      ...interval(event, (iso) => formatTime(language, iso, timeZone, { seconds: true }), texts.verifier),
    ),
  );
}

function opening({ opening: state }: EventReport, { events: t }: VerifierTexts): Markup[] {
  if (state === 'erased') return [element('span.quiet.note', t.erased)];
  return state === 'withheld' ? [element('span.quiet.note', t.withheld)] : [];
}

function interval(
  { after, before }: EventReport,
  time: (iso: string) => string,
  { events: t }: VerifierTexts,
): Markup[] {
  const text =
    after !== null && before !== null
      ? t.between(time(after), time(before))
      : before !== null
        ? t.onlyBefore(time(before))
        : after !== null
          ? t.onlyAfter(time(after))
          : null;
  return text === null ? [] : [element('span.quiet.note', text)];
}

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** A fingerprint in groups, so that two can be compared by eye. */
const spaced = (hex: string): string => hex.replace(/.{4}(?=.)/g, '$& ');
