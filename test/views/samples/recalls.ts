import { recallReasons } from '../../../src/message/recalls.ts';
import { passedOnAnswers } from '../../../src/message/misdeliveries.ts';
import type {
  RecallPage,
  RecallsPages,
  RedirectPage,
  VerdictPage,
  VerdictView,
} from '../../../views/models/recalls.ts';
import { at, id, later, otherId, type SamplesOf, signedInAs } from './common.ts';

const idOf = (number: number) => `0197a3c2-7b1e-7c3a-9f00-0000000003${String(number).padStart(2, '0')}`;

function verdicts(word: string): VerdictView[] {
  const seen: VerdictView = {
    id: idOf(0),
    email: word,
    name: word,
    status: 'recalled',
    parted: null,
    opened: true,
    openedAt: at,
    postedAt: null,
    parts: [
      { part: 1, filename: word, at, bytes: 12_345 },
      { part: 2, filename: null, at, bytes: null },
    ],
    recalledAt: at,
    seq: 12,
    deadUntil: later,
    undone: false,
    whyNot: null,
    deletion: { askedAt: at, confirmedAt: null, passedOn: null },
    redirectedTo: { id: idOf(9), email: word, name: null, status: 'notified' },
    mayRedirect: false,
  };
  const unseen = { ...seen, opened: false, openedAt: null, parts: [], deletion: null, redirectedTo: null };
  const standing = { ...unseen, recalledAt: null, deadUntil: null };
  const all: Omit<VerdictView, 'id'>[] = [
    seen,
    ...passedOnAnswers.map((passedOn) => ({
      ...seen,
      parts: [],
      deletion: { askedAt: at, confirmedAt: at, passedOn },
      redirectedTo: null,
      mayRedirect: true,
    })),
    { ...unseen, postedAt: at, mayRedirect: true },
    { ...unseen, seq: 1, undone: true, deadUntil: null },
    { ...unseen, email: '', name: null, status: 'erased' },
    {
      ...standing,
      status: 'notified',
      parted: { for: 'reader', from: { id: idOf(8), email: word, name: word, status: 'opened' } },
    },
    { ...standing, status: 'opened', opened: true, openedAt: at },
    { ...standing, status: 'expired', whyNot: 'ended', mayRedirect: true },
    { ...standing, status: 'relayed', whyNot: 'relayed' },
  ];
  return all.map((each, number) => ({ ...each, id: idOf(number) }));
}

export function recallsSamples(word: string): SamplesOf<RecallsPages> {
  const recipient = { id, email: word, name: word, status: 'opened' } as const;
  const nobody = { email: '', phone: '', name: '', language: 'da' } as const;
  const somebody = { email: word, phone: word, name: word, language: 'sv' } as const;
  const page: RecallPage = {
    person: signedInAs(word),
    id,
    from: word,
    sentAt: at,
    recipients: [recipient, { id: otherId, email: word, name: null, status: 'notified' }],
    ended: [
      { id: idOf(1), email: word, name: word, status: 'recalled', why: 'recalled' },
      { id: idOf(2), email: word, name: null, status: 'relayed', why: 'relayed' },
      { id: idOf(3), email: '', name: null, status: 'erased', why: 'ended' },
    ],
    chosen: [id, otherId],
    reason: '',
    words: '',
    most: 1000,
    to: nobody,
    deadAt: later,
    problem: null,
  };
  const filled = { ...page, reason: 'wrong_recipient', words: word, to: somebody } as const;
  const redirect: RedirectPage = {
    person: signedInAs(word),
    id,
    sentAt: at,
    wrong: recipient,
    words: '',
    most: 1000,
    to: nobody,
    problem: null,
  };
  const views = verdicts(word);
  const verdict: VerdictPage = {
    person: signedInAs(word),
    id,
    from: word,
    sentAt: at,
    opened: views.filter(({ recalledAt, opened }) => recalledAt && opened),
    unopened: views.filter(({ recalledAt, opened }) => recalledAt && !opened),
    others: views.filter(({ recalledAt }) => !recalledAt),
    incident: '/desk/incidents/new',
    complianceMail: null,
    done: 'recalled',
  };
  return {
    'desk-recall': {
      first: page,
      'one-recipient': { ...page, recipients: [recipient], ended: [], deadAt: null },
      nothing: { ...page, from: '', recipients: [] },
      ...Object.fromEntries(recallReasons.map((reason) => [reason, { ...page, reason, chosen: [id] }])),
      ...Object.fromEntries(
        (
          [
            'recipients',
            'reason',
            'words',
            'one',
            'redirect_reason',
            'delivery_final',
            'email_invalid',
            'phone_invalid',
            'same_address',
            'already_exists',
            'blocked_address',
          ] as const
        ).map((problem) => [`without-${problem}`, { ...filled, problem }]),
      ),
    },
    'desk-redirect': {
      first: redirect,
      recalled: { ...redirect, wrong: { ...recipient, status: 'recalled', name: null } },
      same: { ...redirect, words: word, to: somebody, problem: 'same_address' },
      ended: { ...redirect, words: word, to: somebody, problem: 'delivery_final' },
      words: { ...redirect, words: word, to: somebody, problem: 'words' },
    },
    'desk-verdict': {
      everything: verdict,
      redirected: { ...verdict, unopened: [], others: [], done: 'redirected' },
      'never-opened': {
        ...verdict,
        opened: [],
        others: [],
        incident: null,
        complianceMail: word,
        done: null,
      },
      'nothing-recalled': { ...verdict, from: '', opened: [], unopened: [], incident: null, done: null },
    },
  };
}
