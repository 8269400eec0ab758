import { eventTypes } from '../../src/message/event-types.ts';
import { lookKinds } from '../../src/message/looks.ts';
import { type RefusalCode, refusalCodes } from '../../src/message/refusals.ts';
import { type DeliveryStatus, statuses } from '../../src/message/statuses.ts';
import type { DeliveryEvent, DeliveryView, MessagePage } from '../../views/models/desk.ts';
import type { LandingPage } from '../../views/models/recipient.ts';
import type { Pages } from '../../views/models.ts';
import { accountSamples } from './samples/account.ts';
import { contactsSamples } from './samples/contacts.ts';
import { identitySamples } from './samples/identity.ts';
import { evidenceSamples } from './samples/evidence.ts';
import { exportsSamples } from './samples/exports.ts';
import { proofsSamples } from './samples/proofs.ts';
import { recallsSamples } from './samples/recalls.ts';
import { misdeliveriesSamples } from './samples/misdeliveries.ts';
import { blocksSamples } from './samples/blocks.ts';
import { incidentsSamples } from './samples/incidents.ts';
import { failuresSamples } from './samples/failures.ts';
import { reconciliationSamples } from './samples/reconciliation.ts';
import { erasuresSamples } from './samples/erasures.ts';
import { ladderSamples } from './samples/ladder.ts';
import { acknowledgementsSamples, signingPart } from './samples/acknowledgements.ts';
import { repliesSamples } from './samples/replies.ts';
import { answerRow, conversationsSamples } from './samples/conversations.ts';
import { readersSamples } from './samples/readers.ts';
import { mailboxesSamples } from './samples/mailboxes.ts';
import { eidSamples } from './samples/eid.ts';
import { returningSamples } from './samples/returning.ts';
import { looksSamples } from './samples/looks.ts';
import { passkeysSamples } from './samples/passkeys.ts';
import { peopleSamples } from './samples/people.ts';
import { policySamples } from './samples/policy.ts';
import { systemsSamples } from './samples/systems.ts';
import { at, id, later, type SamplesOf, signedInAs } from './samples/common.ts';

const base = '/m/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

const eventsOf = (word: string): DeliveryEvent[] =>
  Object.keys(eventTypes).map((type) => ({
    type: type as DeliveryEvent['type'],
    at,
    facts: {
      server: word,
      reply: word,
      via: 'sms',
      ...(type === 'delivery.code_failed' ? { failure: 'other', provider: word } : {}),
      reason: word,
      filename: word,
      count: 3,
      triesLeft: 2,
      expiresAt: later,
    },
  }));

function landings(word: string): Record<string, LandingPage> {
  const ask: LandingPage = {
    base,
    unit: word,
    sentAt: at,
    expiresAt: later,
    reference: 'KTRWH-MXCPB',
    maskedPhone: '•• •• •• 56',
    smsPossible: true,
    callPossible: true,
    callFirst: false,
    code: null,
    ways: { passkey: false, accessCode: false, eid: null, members: [] },
    reported: false,
    error: null,
  };
  const code = {
    sentAt: at,
    expiresAt: later,
    via: 'sms',
    maskedPhone: '•• •• •• 56',
    state: 'handed_over',
  } as const;
  return {
    ask,
    landline: { ...ask, smsPossible: false },
    'landline-refused': { ...ask, smsPossible: false, error: { kind: 'landline' } },
    'call-first': { ...ask, callFirst: true },
    'no-phone': { ...ask, maskedPhone: null, smsPossible: false, callPossible: false },
    'no-way': { ...ask, smsPossible: false, callPossible: false },
    'asked-too-often': { ...ask, error: { kind: 'budget', minutes: 1 } },
    reported: { ...ask, reported: true },
    'no-live-code': { ...ask, error: { kind: 'no_live_code' } },
    code: { ...ask, code },
    'code-on-its-way': { ...ask, code: { ...code, state: 'on_its_way' } },
    'code-delivered': { ...ask, code: { ...code, state: 'delivered' } },
    'code-failed': { ...ask, code: { ...code, state: 'failed' } },
    'call-failed': { ...ask, code: { ...code, via: 'call', state: 'failed' } },
    call: { ...ask, smsPossible: false, code: { ...code, via: 'call', state: 'on_its_way' } },
    'landline-call-failed': { ...ask, smsPossible: false, code: { ...code, via: 'call', state: 'failed' } },
    'call-first-code': { ...ask, callFirst: true, code },
    'wrong-code': { ...ask, code, error: { kind: 'wrong_code', triesLeft: 14 } },
    'last-try': { ...ask, code, error: { kind: 'wrong_code', triesLeft: 1 } },
    'code-format': { ...ask, code, error: { kind: 'code_format' } },
    'code-budget': { ...ask, code, error: { kind: 'budget', minutes: 12 } },
    passkey: { ...ask, ways: { ...ask.ways, passkey: true } },
    members: {
      ...ask,
      maskedPhone: null,
      smsPossible: false,
      callPossible: false,
      ways: { ...ask.ways, members: [{ id, initials: 'IJ', maskedPhone: '•• •• •• 56' }] },
    },
    'passkey-invalid': {
      ...ask,
      code,
      ways: { ...ask.ways, passkey: true },
      error: { kind: 'passkey_invalid' },
    },
    eid: {
      ...ask,
      ways: { ...ask.ways, eid: word },
      error: { kind: 'eid', problem: 'cancelled', eid: word },
    },
    'access-code': {
      ...ask,
      maskedPhone: null,
      ways: { ...ask.ways, accessCode: true },
      error: { kind: 'wrong_access_code', triesLeft: 14 },
    },
    'passkey-late': { ...ask, ways: { ...ask.ways, passkey: true }, error: { kind: 'passkey_late' } },
  };
}

function deliveries(word: string): DeliveryView[] {
  const all = eventsOf(word);
  const some = (...types: string[]) => all.filter(({ type }) => types.includes(type));
  const delivery = (number: number, status: DeliveryStatus, events: DeliveryEvent[]): DeliveryView => ({
    id: `0197a3c2-7b1e-7c3a-9f00-0000000001${String(number).padStart(2, '0')}`,
    email: status === 'erased' ? '' : `${word}@example.dk`,
    name: number % 2 || status === 'erased' ? null : word,
    maskedPhone: number % 3 && status !== 'erased' ? '•• •• •• 56' : null,
    status,
    erased: status === 'erased' ? { at, by: word } : null,
    parted: number === 1 ? { for: 'reader', name: word } : number === 2 ? { for: 'passed', name: '' } : null,
    reason: status === 'held' ? 'no_phone' : status === 'bounced' ? word : null,
    signature:
      number === 1
        ? { state: 'declined', method: null, at, words: word }
        : number === 2
          ? { state: 'signed', method: 'passkey', at, words: null }
          : number === 3
            ? { state: 'awaited', method: null, at: null, words: null }
            : null,
    reference: status === 'erased' ? '' : 'KTRWH-MXCPB',
    expiresAt: later,
    actions: {
      remind: status === 'notified',
      extend: status !== 'refused',
      unlock: status === 'locked',
      correct: status === 'locked' || status === 'held',
    },
    events,
    typed: null,
    tasks: status === 'notified' ? ['phone_task', 'print_task'] : [],
    report:
      status === 'reported'
        ? { id: `delivery-${number}`, message: id, mayCorrect: true, mayBlock: true, reason: 'domain', at }
        : null,
    setback:
      status === 'notified'
        ? {
            type: 'delivery.code_failed',
            at,
            facts: {
              via: 'sms',
              failure: 'other',
              provider: word,
              advice: ['check_number', 'ask_for_call', 'ask_again', 'tell_operator'],
            },
          }
        : null,
  });
  return [
    delivery(0, 'opened', all),
    delivery(1, 'notified', some('delivery.available', 'delivery.notified')),
    delivery(2, 'bounced', some('delivery.available', 'delivery.notice_failed')),
    delivery(3, 'held', some('delivery.held')),
    delivery(4, 'locked', some('delivery.available', 'delivery.notified', 'delivery.locked')),
    delivery(5, 'refused', some('delivery.refused')),
    ...Object.keys(statuses).map((status, index) => delivery(10 + index, status as DeliveryStatus, [])),
  ];
}

/** Every page in every state that its template tells apart; `word` stands wherever people can write. */
export function samples(word: string): SamplesOf<Pages> {
  const person = signedInAs(word);
  const message = {
    base,
    unit: word,
    senderName: word,
    senderAddress: `${word}@example.dk`,
    subject: word,
    sentAt: at,
    openedAt: at,
    expiresAt: later,
    reference: 'KTRWH-MXCPB',
    text: `${word}\n\n  https://example.com/${word}\n${word}`,
    hasHtml: false,
    asReader: false,
    signing: null,
    others: [
      { name: word, email: `${word}@example.dk` },
      { name: null, email: `${word}@example.dk` },
    ],
    next: { reply: true, reader: true, pass: true, passkey: true, my: true },
    attachments: [
      {
        href: `${base}/attachments/a1`,
        filename: `${word}.pdf`,
        size: 1_234_567,
      },
      { href: `${base}/attachments/a2`, filename: word, size: 0 },
    ],
  };
  const gone = (kind: Pages['gone']['kind'], when: string | null) => ({
    kind,
    unit: word,
    at: when,
    reference: 'KTRWH-MXCPB',
    unopened: false,
    notForMe: kind === 'expired' || kind === 'locked' ? `${base}/misdeliveries` : null,
    receipt: kind === 'expired' ? `${base}/receipt` : null,
  });
  const fault = (kind: Pages['error']['kind'], code: RefusalCode | null = null) => ({
    status: 500,
    kind,
    code,
    reference: word,
  });
  const row = {
    email: `${word}@example.dk`,
    phone: '+45 20 12 34 56',
    name: word,
    language: 'da',
    opens: 'phone',
    identity: '',
  } as const;
  const compose: Pages['desk-compose'] = {
    person,
    action: '/desk/messages',
    key: 'AAAAAAAAAAAAAAAAAAAAAA',
    senders: [
      { value: `${id} ${word}@example.dk`, unitName: word, address: `${word}@example.dk` },
      { value: `${id} post@example.dk`, unitName: word, address: 'post@example.dk' },
    ],
    from: `${id} post@example.dk`,
    rows: [row, { ...row, language: 'sv', phone: '' }],
    subject: word,
    text: `\n${word}`,
    expiresDays: 90,
    undoMinutes: 0,
    asks: {
      sign: 'none',
      statement: '',
      translations: { da: '', sv: '', en: '' },
      moment: 'after',
      atLeast: 'code',
      dueDays: null,
      ifMissed: 'tell',
      readers: false,
      passing: true,
      showsRecipients: false,
      replies: true,
    },
    leastStrength: 'code',
    eid: null,
    errors: [],
    maxRecipients: 200,
    filesLost: false,
  };
  const detail: MessagePage = {
    person,
    id,
    subject: word,
    sentAt: at,
    senderAddress: `${word}@example.dk`,
    erased: null,
    mayErase: true,
    asked: {
      statements: [
        { language: 'da', words: word },
        { language: null, words: `${word}\n${word}` },
      ],
      moment: 'before',
      atLeast: 'passkey',
      dueAt: later,
      ifMissed: 'recall',
    },
    conversation: {
      id,
      answers: [answerRow(word)],
      hasConversation: true,
      keepers: [{ id, name: word, isSelf: true }],
      colleagues: [{ id, name: word, email: `${word}@example.dk` }],
    },
    recall: { mayRecall: true, recalled: false, undoUntil: null },
    own: true,
    content: { text: `${word}\n\n${word}`, hasHtml: false, attachments: [{ filename: word, size: 12_345 }] },
    deliveries: deliveries(word),
    seen: [],
    done: null,
    error: null,
  };
  return {
    landing: landings(word),
    message: {
      text: message,
      html: { ...message, hasHtml: true, attachments: [] },
      signing: { ...message, signing: signingPart(word) },
      signed: {
        ...message,
        signing: { ...signingPart(word), answer: { kind: 'signed', at, method: 'code' } },
      },
      empty: { ...message, text: null, subject: '', senderName: '', asReader: true },
    },
    gone: {
      expired: gone('expired', at),
      recalled: gone('recalled', at),
      locked: gone('locked', at),
      refused: gone('refused', at),
      'reading-ended': gone('reading_ended', null),
      'expired-undated': gone('expired', null),
      'recalled-undated': gone('recalled', null),
      'recalled-unopened': { ...gone('recalled', at), unopened: true },
    },
    'link-not-found': { only: {} },
    'signed-out': { only: { base } },
    'session-ended': { only: { base } },
    front: { only: {} },
    error: {
      unavailable: fault('unavailable'),
      error: fault('error'),
      'too-many': fault('too_many'),
      forbidden: fault('forbidden'),
      'forbidden-at-desk': { ...fault('forbidden'), atDesk: true },
      method: fault('method'),
      'not-found': fault('not_found'),
      'too-large': fault('too_large'),
      invalid: fault('invalid'),
      ...Object.fromEntries(
        (Object.keys(refusalCodes) as RefusalCode[]).map((code) => [`code-${code}`, fault('invalid', code)]),
      ),
    },
    outbox: {
      empty: { entries: [], origin: 'http://localhost:3000' },
      full: {
        origin: 'http://localhost:3000',
        entries: [
          {
            kind: 'mail',
            to: word,
            at,
            subject: word,
            text: `${word}\nhttp://localhost:3000${base}\nhttps://example.com/x`,
          },
          { kind: 'sms', to: '+4520123456', at, subject: null, text: `123456 ${word}\n\n@localhost #123456` },
          { kind: 'call', to: '+4520123456', at, subject: null, text: word },
        ],
      },
    },
    'desk-messages': {
      none: {
        person: signedInAs(word, []),
        whose: 'own',
        lists: ['own'],
        withheld: false,
        rows: [],
        next: null,
      },
      'none-left': { person, whose: 'left', lists: ['own', 'left'], withheld: true, rows: [], next: null },
      unit: {
        person,
        whose: 'unit',
        lists: ['own', 'left', 'unit'],
        withheld: false,
        next: '/desk/messages?whose=unit&after=abc',
        rows: [
          {
            href: '/desk/messages/1',
            sender: `${word}@example.dk`,
            subject: null,
            sentAt: at,
            recipients: 12,
            firstRecipients: [word, word],
            counts: { opened: 7, held: 1 },
          },
          {
            href: '/desk/messages/2',
            sender: '',
            subject: null,
            sentAt: at,
            recipients: 2,
            firstRecipients: ['', word],
            counts: { erased: 1, opened: 1 },
          },
        ],
      },
      some: {
        person,
        whose: 'own',
        lists: ['own', 'left'],
        withheld: false,
        next: '/desk?after=abc&n=2',
        rows: [
          {
            href: '/desk/messages/1',
            sender: null,
            subject: word,
            sentAt: at,
            recipients: 1,
            firstRecipients: [word],
            counts: { opened: 1 },
          },
          {
            href: '/desk/messages/2',
            sender: null,
            subject: null,
            sentAt: at,
            recipients: 12,
            firstRecipients: [word, word],
            counts: { opened: 7, notified: 3, bounced: 1, held: 1, refused: 0 },
          },
          {
            href: '/desk/messages/3',
            sender: null,
            subject: '',
            sentAt: at,
            recipients: 3,
            firstRecipients: [],
            counts: {},
          },
        ],
      },
    },
    'desk-access-codes': {
      sent: {
        person,
        message: id,
        sent: true,
        codes: [
          { name: word, email: `${word}@example.dk`, code: '7K3M-Q9TX-4BWD' },
          { name: null, email: `${word}@example.dk`, code: '0000-1111-ZZZZ' },
        ],
      },
    },
    'desk-compose': {
      first: {
        ...compose,
        rows: [{ ...compose.rows[0]!, email: '', phone: '', name: '' }],
        subject: '',
        text: '',
        senders: compose.senders.slice(0, 1),
        from: compose.senders[0]!.value,
      },
      full: {
        ...compose,
        hints: [{ messages: 9, since: at }, null],
        eid: word,
        asks: {
          ...compose.asks,
          sign: 'own',
          statement: `\n${word}`,
          translations: { da: word, sv: '', en: word },
          dueDays: 5,
          showsRecipients: true,
        },
      },
      problems: {
        ...compose,
        filesLost: true,
        leastStrength: 'eid',
        asks: { ...compose.asks, sign: 'agreed', moment: 'before', ifMissed: 'recall' },
        errors: [
          { field: 'statement', row: null, problem: 'statement_needed' },
          { field: 'moment', row: null, problem: 'preset_before' },
          { field: 'atLeast', row: null, problem: 'eid_without_identity' },
          { field: 'dueDays', row: null, problem: 'recall_without_day' },
          { field: 'from', row: null, problem: 'sender_not_allowed' },
          { field: 'email', row: 0, problem: 'email_invalid' },
          { field: 'phone', row: 1, problem: 'no_phone' },
          { field: 'subject', row: null, problem: { sentence: word } },
          { field: 'recipients', row: null, problem: 'no_recipient_left' },
          { field: 'text', row: null, problem: 'empty_message' },
        ],
      },
      'files-lost': { ...compose, filesLost: true },
      undoing: {
        ...compose,
        undoMinutes: 7,
        errors: [{ field: 'undoMinutes', row: null, problem: 'invalid' }],
      },
    },
    'desk-message': {
      full: { ...detail, done: 'sent' },
      seen: {
        ...detail,
        own: false,
        content: { text: null, hasHtml: false, attachments: [] },
        deliveries: deliveries(word).slice(1, 2),
        seen: [
          ...lookKinds.map((kind) => ({ at, by: word, kind, reason: word })),
          { at, by: word, kind: 'system', reason: null },
          { at, by: null, kind: 'other', reason: null },
        ],
      },
      waiting: {
        ...detail,
        recall: { mayRecall: true, recalled: true, undoUntil: later },
        deliveries: deliveries(word).slice(1, 2),
      },
      refused: {
        ...detail,
        error: 'delivery_final',
        subject: null,
        content: null,
        deliveries: deliveries(word).slice(5, 6),
      },
      'not-corrected': {
        ...detail,
        error: 'verification_needed',
        deliveries: deliveries(word)
          .slice(3, 4)
          .map((held) => ({ ...held, typed: { phone: word, how: 'other', words: word, wrong: 'words' } })),
      },
      'all-erased': {
        ...detail,
        subject: null,
        senderAddress: '',
        erased: { at, by: null },
        mayErase: false,
        recall: { mayRecall: false, recalled: true, undoUntil: null },
        content: null,
        deliveries: deliveries(word).filter(({ erased }) => erased),
      },
      ...Object.fromEntries(
        (['reminded', 'extended', 'unlocked', 'corrected', 'erased'] as const).map((done) => [
          done,
          { ...detail, done, subject: '' },
        ]),
      ),
    },
    ...accountSamples(word),
    ...passkeysSamples(word),
    ...identitySamples(word),
    ...ladderSamples(word),
    ...acknowledgementsSamples(word),
    ...repliesSamples(word),
    ...conversationsSamples(word),
    ...readersSamples(word),
    ...mailboxesSamples(word),
    ...returningSamples(word),
    ...eidSamples(word),
    ...looksSamples(word),
    ...erasuresSamples(word),
    ...failuresSamples(word),
    ...reconciliationSamples(word),
    ...incidentsSamples(word),
    ...blocksSamples(word),
    ...misdeliveriesSamples(word),
    ...recallsSamples(word),
    ...proofsSamples(word),
    ...exportsSamples(word),
    ...evidenceSamples(word),
    ...peopleSamples(word),
    ...systemsSamples(word),
    ...contactsSamples(word),
    ...policySamples(word),
  };
}
