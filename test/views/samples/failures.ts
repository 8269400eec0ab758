import { inboxKinds } from '../../../src/message/failures.ts';
import type {
  FailureGroupPage,
  FailureRowView,
  FailuresPage,
  FailuresPages,
  FailureTermsForm,
} from '../../../views/models/failures.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs } from './common.ts';

const noTerms: FailureTermsForm = {
  kind: '',
  reason: '',
  system: '',
  domain: '',
  rule: '',
  from: '',
  to: '',
};

export function failuresSamples(word: string): SamplesOf<FailuresPages> {
  const person = signedInAs(word);
  const systems = [{ id, name: word }];
  const bars = Array.from({ length: 37 }, (_, day) => (day * 7) % 101);
  const group = {
    href: '/desk/failures/group?kind=bounced&reason=refused',
    open: 12_345,
    first: at,
    last: later,
    recent: 1200,
    earlier: 3,
    bars,
    grew: false,
    stale: false,
  };
  const page: FailuresPage = {
    person,
    by: 'cause',
    terms: noTerms,
    problem: null,
    kinds: inboxKinds,
    systems,
    groupings: (['cause', 'system', 'domain', 'rule'] as const).map((by) => ({
      by,
      href: `/desk/failures?by=${by}`,
    })),
    groups: [
      { ...group, name: { kind: 'bounced', reason: 'refused' }, grew: true, stale: true },
      ...inboxKinds.map((kind) => ({ ...group, name: { kind, reason: null } })),
      { ...group, name: { kind: 'sms_failed', reason: '30003' } },
      { ...group, name: { kind: 'dead_job', reason: 'mail_checkpoint' }, stale: true },
    ],
    unheard: false,
  };
  const filled: FailureTermsForm = { ...noTerms, kind: 'bounced', system: id, domain: 'fred.dk' };
  const row: FailureRowView = {
    id,
    kind: 'bounced',
    reason: 'refused',
    at,
    recipient: word,
    system: word,
    unit: word,
    href: `/desk/messages/${id}`,
    error: null,
    repeatable: false,
    closed: null,
  };
  const dead: FailureRowView = {
    id: otherId,
    kind: 'dead_job',
    reason: 'export',
    at,
    recipient: null,
    unit: null,
    href: null,
    error: 'Error ECONNREFUSED',
    repeatable: true,
    closed: null,
  };
  const shown: FailureGroupPage = {
    person,
    name: { kind: 'bounced', reason: 'refused' },
    terms: { ...noTerms, kind: 'bounced', reason: 'refused' },
    rows: [row, { ...row, id: otherId, recipient: null, system: undefined, unit: null, href: null }],
    next: '/desk/failures/group?after=x',
    seen: at,
    chosen: [],
    word: '',
    most: 500,
    error: null,
    done: null,
    incident: `/desk/incidents/new?origin=failures&message=${id}`,
  };
  const typed = { chosen: [id], word };
  const closed = (how: 'word' | 'retried' | 'resolved') => ({
    at: later,
    how,
    word: how === 'resolved' ? null : word,
    by: how === 'resolved' ? null : word,
  });
  const ended = {
    person,
    terms: noTerms,
    problem: null,
    kinds: inboxKinds,
    systems,
    rows: [
      { ...row, closed: closed('word') },
      { ...dead, closed: closed('retried') },
      { ...row, id: otherId, recipient: null, closed: closed('resolved') },
    ],
    next: '/desk/failures/closed?after=x',
  };
  return {
    'desk-failures': {
      causes: page,
      systems: {
        ...page,
        by: 'system',
        terms: filled,
        groups: [
          { ...group, name: { system: word } },
          { ...group, name: { system: null } },
        ],
      },
      domains: {
        ...page,
        by: 'domain',
        groups: [
          { ...group, name: { domain: 'fred.dk' } },
          { ...group, name: { domain: null } },
        ],
      },
      rules: {
        ...page,
        by: 'rule',
        groups: [
          { ...group, name: { rule: 'email_invalid' } },
          { ...group, name: { rule: null } },
        ],
      },
      nothing: { ...page, groups: [], unheard: true },
      problem: { ...page, terms: { ...filled, domain: word }, problem: 'domain' },
    },
    'desk-failures-group': {
      first: shown,
      dead: {
        ...shown,
        name: { kind: 'dead_job', reason: 'export' },
        rows: [dead, { ...dead, id, repeatable: false }],
        next: null,
        incident: null,
      },
      'of-a-system': { ...shown, name: { system: word } },
      'without-word': { ...shown, ...typed, word: '', error: 'word' },
      'without-choice': { ...shown, ...typed, chosen: [], error: 'chosen' },
      'closed-before': { ...shown, ...typed, error: 'closed' },
      done: { ...shown, done: 'closed' },
      retried: { ...shown, rows: [], done: 'retried' },
    },
    'desk-failures-closed': {
      first: ended,
      nothing: { ...ended, rows: [], next: null },
      problem: { ...ended, terms: { ...filled, from: '2026-11-20', to: '2026-11-01' }, problem: 'to' },
    },
  };
}
