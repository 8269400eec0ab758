import { eventTypes, type EventType } from '../../../src/message/event-types.ts';
import { statuses, type DeliveryStatus } from '../../../src/message/statuses.ts';
import type { ChartView, EvidencePages, TermsForm } from '../../../views/models/evidence.ts';
import { at, id, type SamplesOf, signedInAs } from './common.ts';

export const termsOf = (word: string): TermsForm => ({
  from: '2026-11-01',
  to: '2026-11-21',
  sender: word,
  recipient: word,
  type: 'delivery.opened',
  status: 'opened',
  message: word,
});

export const noTerms: TermsForm = {
  from: '',
  to: '',
  sender: '',
  recipient: '',
  type: '',
  status: '',
  message: '',
};

const chartOf = (step: ChartView['step'], count: number): ChartView => ({
  from: '2026-11-01',
  to: '2026-11-21',
  problem: null,
  step,
  buckets: Array.from({ length: count }, (_, n) => ({
    from: `2026-11-${String(n + 1).padStart(2, '0')}`,
    sent: n * 1000,
    received: n,
    opened: 0,
  })),
  spans: (['hour', 'four_hours', 'day', 'three_days', 'week', 'later', 'not_yet'] as const).map(
    (span, n) => ({ span, count: n * count }),
  ),
  timeBars: [
    { kind: 'sent', x: 0, y: 0, width: 100, height: 1000 },
    { kind: 'received', x: 100, y: 500.5, width: 100, height: 499.5 },
    { kind: 'opened', x: 200, y: 900, width: 100, height: 100 },
  ],
  spanBars: [{ kind: 'opened', x: 0, y: 0, width: 100, height: 1000 }],
  highest: 12_345_678,
  highestSpan: 12,
});

export function evidenceSamples(word: string): SamplesOf<EvidencePages> {
  const page = {
    person: signedInAs(word),
    types: Object.keys(eventTypes) as EventType[],
    statuses: Object.keys(statuses) as DeliveryStatus[],
    terms: noTerms,
    problem: null,
    isOver: false,
    log: { growth: 'grows', isSound: true, anchor: 'never', stampedAt: null } as const,
    chart: chartOf('day', 21),
  };
  const row = {
    href: `/desk/messages/${id}`,
    recipient: word,
    sender: word,
    unit: word,
    status: 'opened' as const,
    sentAt: at,
    receivedAt: at,
    openedAt: at,
  };
  return {
    'desk-evidence': {
      first: page,
      weeks: { ...page, chart: chartOf('week', 3) },
      empty: {
        ...page,
        chart: { ...chartOf('month', 1), timeBars: [], spanBars: [], highest: 0, highestSpan: 0 },
      },
      closed: { ...page, log: { growth: 'closed', isSound: false, anchor: 'late', stampedAt: at } },
      behind: { ...page, log: { growth: 'behind', isSound: true, anchor: 'stamped', stampedAt: at } },
      over: { ...page, isOver: true },
      ...Object.fromEntries(
        (['from', 'to', 'sender', 'recipient', 'type', 'status', 'message'] as const).map((problem) => [
          `problem-${problem}`,
          { ...page, terms: termsOf(word), problem },
        ]),
      ),
      busy: { ...page, chart: { ...chartOf('day', 2), problem: 'busy' } },
      'chart-problem': { ...page, chart: { ...chartOf('day', 2), problem: 'to' } },
    },
    'desk-evidence-found': {
      none: { person: page.person, terms: noTerms, rows: [], next: null },
      some: {
        person: page.person,
        terms: termsOf(word),
        rows: [
          row,
          { ...row, recipient: null, sender: null, status: 'erased' },
          { ...row, status: 'held', receivedAt: null, openedAt: null },
          { ...row, sentAt: null },
        ],
        next: `/desk/evidence/searches/${id}?after=${id}.1`,
      },
    },
  };
}
