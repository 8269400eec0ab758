import { dataKinds, incidentCauses } from '../../../src/message/incidents.ts';
import { languages } from '../../../src/message/languages.ts';
import type { DossierIncident } from '../../../views/models/dossier.ts';
import {
  type ClockView,
  incidentGaps,
  type IncidentLetterPage,
  type IncidentPage,
  type IncidentRow,
  type IncidentsPage,
  type IncidentsPages,
  type NewIncidentPage,
} from '../../../views/models/incidents.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs, unitsOf } from './common.ts';

/** Of which everything is known. */
export const knownIncident = (word: string): DossierIncident => ({
  id,
  number: '2026-7',
  unitName: word,
  origin: 'recall',
  openedAt: at,
  openedBy: word,
  awareAt: at,
  dueAt: later,
  title: word,
  cause: 'wrong_address',
  what: `${word}\n${word}`,
  dataKinds: ['contact', 'health'],
  persons: 2,
  records: 14,
  consequences: word,
  measures: word,
  responsible: id,
  responsibleName: word,
  deputy: otherId,
  deputyName: word,
  decision: { decision: 'report', why: word, by: word, at },
  reportedAt: later,
  delayReason: word,
  needsDelayReason: false,
  followUpOn: '2026-12-01',
  closedAt: null,
  closedBy: null,
  version: 7,
  told: [{ id, party: 'wrong_recipient', who: word, at }],
  tasks: [
    { id, what: word, owner: id, ownerName: word, dueOn: '2026-12-01', doneAt: null, doneBy: null },
    { id: otherId, what: word, owner: null, ownerName: null, dueOn: null, doneAt: at, doneBy: word },
  ],
  letters: [{ message: otherId, sentAt: at }],
});

/** Of which nothing is known yet. */
export const freshIncident = (word: string): DossierIncident => ({
  ...knownIncident(word),
  unitName: null,
  origin: 'by_hand',
  openedBy: null,
  cause: null,
  what: '',
  dataKinds: [],
  persons: null,
  records: null,
  consequences: '',
  measures: '',
  responsible: null,
  responsibleName: null,
  deputy: null,
  deputyName: null,
  decision: null,
  reportedAt: null,
  delayReason: '',
  followUpOn: null,
  told: [],
  tasks: [],
  letters: [],
});

const clock = (state: ClockView['state'], hours: number): ClockView => ({
  state,
  dueAt: at,
  hours,
  reportedAt: state === 'reported' || state === 'reported_late' ? at : null,
});

function registerOf(word: string): IncidentsPage {
  const row: IncidentRow = {
    id,
    number: '2026-7',
    title: word,
    unitName: word,
    cause: null,
    awareAt: at,
    persons: null,
    decision: null,
    clock: clock('running', 31),
    openTasks: 2,
    followUpOn: null,
    closedAt: null,
  };
  const done: IncidentRow = {
    ...row,
    unitName: null,
    cause: 'wrong_attachment',
    persons: 1,
    decision: 'no_report',
    clock: clock('not_reported', 0),
    openTasks: 0,
    followUpOn: '2026-12-01',
    closedAt: later,
  };
  const months = ['2026-09', '2026-10', '2026-11'];
  return {
    person: signedInAs(word),
    year: '2026',
    years: ['2026', '2025'],
    state: '',
    open: [row, { ...row, clock: clock('over', 6) }, { ...row, clock: clock('running', 0) }],
    closed: [done, { ...done, clock: clock('reported', 0) }, { ...done, clock: clock('reported_late', 0) }],
    nextOpen: '/desk/incidents?state=open&after=x',
    nextClosed: '/desk/incidents?state=closed&after=x',
    causes: {
      months,
      rows: [...incidentCauses, null].map((cause, index) => ({
        cause,
        counts: [index, 1, 0],
        total: index + 1,
        bars: months.map((_, month) => ({ x: month * 333, y: 500, width: 300, height: 500 })),
      })),
      highest: 7,
    },
  };
}

export function incidentsSamples(word: string): SamplesOf<IncidentsPages> {
  const register = registerOf(word);
  const first: NewIncidentPage = {
    person: signedInAs(word),
    id,
    origin: 'by_hand',
    title: '',
    awareOn: '2026-11-22',
    awareTime: '14:05',
    what: '',
    units: [{ id, name: word }],
    unit: id,
    messages: [],
    timeZone: 'Europe/Copenhagen',
    problem: null,
  };
  const fresh: IncidentPage = {
    person: signedInAs(word),
    path: `/desk/incidents/${id}`,
    incident: freshIncident(word),
    clock: clock('running', 31),
    gaps: incidentGaps,
    messages: [],
    moreMessages: 0,
    people: unitsOf(word),
    times: {
      awareOn: '2026-11-21',
      awareTime: '14:05',
      reportedOn: '',
      reportedTime: '',
      nowOn: '2026-11-22',
      nowTime: '09:30',
    },
    timeZone: 'Europe/Copenhagen',
    mayWrite: true,
    drafts: (['datatilsynet', 'imy'] as const).map((authority) => ({
      authority,
      language: 'da',
      text: `${word}\n\n${word}`,
      open: authority === 'imy',
      languages: languages.map((language) => ({ language, href: `/desk/incidents/${id}?imy=${language}` })),
    })),
    typed: null,
    problem: null,
    done: null,
    history: { lines: [], older: null },
  };
  const verdict = {
    delivery: id,
    email: word,
    verdict: 'opened',
    openedAt: at,
    postedAt: null,
    parts: [
      { filename: word, at },
      { filename: null, at },
    ],
    deletion: { askedAt: at, confirmedAt: at, passedOn: 'no' },
    recalledAt: at,
    deadUntil: later,
    unsealed: false,
  } as const;
  const never = {
    ...verdict,
    verdict: 'never_opened',
    openedAt: null,
    postedAt: at,
    parts: [],
    deletion: null,
    deadUntil: null,
  } as const;
  const message = {
    message: id,
    delivery: null,
    addedAt: at,
    hidden: null,
    verdicts: [],
    moreRecipients: 0,
  } as const;
  const known: IncidentPage = {
    ...fresh,
    incident: knownIncident(word),
    clock: clock('reported_late', 0),
    gaps: [],
    moreMessages: 4,
    messages: [
      { ...message, verdicts: [verdict, never, { ...never, email: '', unsealed: true, recalledAt: null }] },
      { ...message, message: otherId, delivery: id, hidden: 'reason_needed' },
      { ...message, message: otherId, delivery: otherId, hidden: 'not_found', moreRecipients: 3 },
      { ...message, message: id, delivery: otherId, hidden: 'in_doubt' },
    ],
    history: {
      lines: [
        {
          type: 'incident.opened',
          at,
          by: { name: word },
          subject: null,
          facts: [{ field: 'number', value: '2026-7' }],
          changes: [],
          erased: false,
        },
      ],
      older: null,
    },
  };
  const closed = { ...knownIncident(word), closedAt: later, closedBy: word };
  const typed = (
    section: NonNullable<IncidentPage['problem']>['section'],
    field: string | null,
    key = 'changed',
  ) => ({ ...known, problem: { section, field, key: key as 'changed' } }) as const;
  const letter: IncidentLetterPage = {
    person: signedInAs(word),
    path: `/desk/incidents/${id}`,
    number: '2026-7',
    title: word,
    key: 'key',
    senders: [{ value: id, unitName: word, address: word }],
    from: id,
    to: '',
    language: 'da',
    draft: 'da',
    mark: '[ikke kendt endnu]',
    subject: word,
    text: word,
    problem: null,
  };
  return {
    'desk-incidents': {
      full: register,
      empty: {
        ...register,
        open: [],
        closed: [],
        nextOpen: null,
        nextClosed: null,
        causes: { months: ['2026-11'], rows: [], highest: 0 },
      },
      open: { ...register, state: 'open', closed: null },
      closed: { ...register, state: 'closed', open: null, year: '' },
    },
    'desk-incident-new': {
      first,
      'from-messages': {
        ...first,
        origin: 'recall',
        messages: [
          { message: id, delivery: null },
          { message: id, delivery: otherId },
        ],
        units: [
          { id: '', name: null },
          { id, name: word },
        ],
        unit: '',
      },
      'without-title': { ...first, what: word, problem: { section: 'what', field: 'title', key: 'missing' } },
      'not-yet': { ...first, title: word, problem: { section: 'what', field: 'awareAt', key: 'future' } },
      forbidden: { ...first, title: word, problem: { section: 'what', field: 'unit', key: 'forbidden' } },
    },
    'desk-incident': {
      fresh: { ...fresh, done: { what: 'opened', section: null } },
      late: {
        ...fresh,
        incident: { ...freshIncident(word), needsDelayReason: true },
        clock: clock('over', 6),
        mayWrite: false,
      },
      known: { ...known, done: { what: 'changed', section: 'measures' } },
      closed: { ...known, incident: closed, done: { what: 'closed', section: null } },
      'closed-unknown': {
        ...fresh,
        incident: { ...freshIncident(word), closedAt: later, closedBy: null },
        clock: clock('not_reported', 0),
      },
      'what-changed': {
        ...typed('what', null),
        typed: { title: word, what: word, cause: 'other' },
      },
      'data-changed': {
        ...typed('data', null),
        typed: {
          ...Object.fromEntries(dataKinds.map((kind) => [`kind-${kind}`, 'on'])),
          persons: 'many',
          records: '',
        },
      },
      'measures-too-long': { ...typed('measures', 'measures', 'too_long'), typed: { measures: word } },
      'unknown-message': { ...typed('messages', 'message', 'message'), typed: { message: word } },
      'told-nobody': { ...typed('told', 'who', 'missing'), typed: { party: 'police', who: '' } },
      'told-too-early': { ...typed('told', 'at', 'future'), typed: { party: 'police', who: word } },
      'task-nobody': { ...typed('tasks', 'owner', 'unknown'), typed: { task: word, owner: otherId } },
      'people-changed': { ...typed('people', 'deputy'), typed: { responsible: id, deputy: '' } },
      'report-too-early': {
        ...typed('report', 'reportedAt', 'before_aware'),
        typed: { awareOn: '2026-11-21', awareTime: '14:05', reportedOn: '2026-11-20', reportedTime: '10:00' },
      },
      'delay-unknown': { ...typed('report', 'delayReason', 'delay'), typed: null },
      'decided-without-why': {
        ...typed('decision', 'why', 'missing'),
        typed: { decision: 'report', why: '' },
      },
      'follow-up-changed': { ...typed('follow-up', null), typed: { followUpOn: '2026-12-24' } },
      'tasks-left': { ...typed('closing', 'tasks', 'open_tasks'), typed: null },
    },
    'desk-incident-letter': {
      first: letter,
      'with-gaps': { ...letter, problem: { field: 'gaps', code: 'invalid', line: null } },
      'with-a-strange-line': {
        ...letter,
        to: word,
        problem: { field: 'to', code: 'email_invalid', line: word },
      },
      'not-sent': { ...letter, problem: { field: 'from', code: 'sender_not_allowed', line: null } },
    },
  };
}
