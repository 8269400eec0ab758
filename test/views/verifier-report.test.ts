/** The report of the verifier, of files larger than any honest one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BundleReport } from '../../src/message/verification.ts';
import { events } from '../../views/languages/en/events.ts';
import { signatures } from '../../views/languages/en/signatures.ts';
import { statuses } from '../../views/languages/en/statuses.ts';
import { verifier } from '../../views/languages/en/verifier.ts';
import type { Markup } from '../../views/verifier/markup.ts';
import { reportMarkup } from '../../views/verifier/report.ts';

const count = (markup: Markup, tag: string): number =>
  typeof markup === 'string'
    ? 0
    : markup.children.reduce((sum, child) => sum + count(child, tag), markup.tag === tag ? 1 : 0);

const textOf = (markup: Markup): string =>
  typeof markup === 'string' ? markup : markup.children.map(textOf).join(' ');

const report = (many: number): BundleReport => ({
  kind: 'bundle',
  verdict: 'failed',
  findings: Array.from({ length: many }, (_, n) => ({ code: 'entry_unproved', event: String(n) })),
  about: { message: 'm', delivery: null, made: '2026-11-22T10:00:00Z' },
  issuer: {
    organisation: 'Havn',
    url: '',
    subject: '',
    fingerprint: '',
    signedAt: '2026-11-22T10:00:00Z',
    standing: 'own',
  },
  log: { origin: 'log', size: many, keys: [], standing: 'own' },
  stamps: { list: [], standing: 'absent' },
  deliveries: Array.from({ length: many }, (_, n) => ({
    id: String(n),
    events: 1,
    status: 'sent',
    recipient: null,
  })),
  events: Array.from({ length: many }, (_, n) => ({
    id: String(n),
    type: 'delivery.available',
    at: '2026-11-22T10:00:00.000000Z',
    index: n,
    delivery: n % 2 === 0 ? '0' : String(n),
    seq: 1,
    opening: 'none',
    ofSigning: false,
    after: null,
    before: null,
    findings: [],
  })),
  acknowledgements: [],
  compared: { statement: null, files: [] },
});

const reader = {
  language: 'en',
  timeZone: 'UTC',
  texts: { verifier, events, statuses, signatures },
} as const;

test('The verifier’s report of a file without end shows its beginning, and says so', () => {
  const markup = reportMarkup(report(200_000), reader);
  assert.equal(count(markup, 'li'), 1_000);
  assert.ok(count(markup, 'tr') < 30_000);
  for (const most of [1_000, 5_000, 20_000]) {
    assert.ok(textOf(markup).includes(`The first ${most} of 200000:`));
  }
});

test('The verifier’s report of any other file shows all of it', () => {
  const markup = reportMarkup(report(900), reader);
  assert.deepEqual([count(markup, 'li'), count(markup, 'h3')], [900, 900]);
  assert.doesNotMatch(textOf(markup), /The first \d+ of/);
});

test('The verifier’s report calls a code that signs so, and one that opens a code', () => {
  const { events: few, ...rest } = report(2);
  const codes = few.map((event, index) => ({ ...event, type: 'delivery.code_sent', ofSigning: index === 1 }));
  const said = textOf(reportMarkup({ ...rest, findings: [], events: codes }, reader));
  for (const name of [signatures.codeSent, events['delivery.code_sent']]) {
    assert.equal(said.split(name).length, 2, name);
  }
});
