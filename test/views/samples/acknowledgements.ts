import type {
  AcknowledgementsPages,
  SigningPage,
  SigningPart,
} from '../../../views/models/acknowledgements.ts';
import { at, later, type SamplesOf } from './common.ts';

const base = '/m/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** A part of the message's page: all ways, and a deadline. */
export const signingPart = (word: string): SigningPart => ({
  base,
  unit: word,
  statement: { text: `${word}\n${word}`, language: 'en' },
  words: 'ab'.repeat(32),
  moment: 'after',
  dueAt: later,
  ifMissed: 'tell',
  atLeast: 'code',
  ways: ['eid', 'passkey', 'code'],
  canAddPasskey: false,
  eid: word,
  maskedPhone: '•• •• •• 56',
  smsPossible: true,
  callPossible: true,
  callFirst: false,
  code: null,
  answer: null,
});

export function acknowledgementsSamples(word: string): SamplesOf<AcknowledgementsPages> {
  const asked: SigningPage = {
    ...signingPart(word),
    moment: 'before',
    ifMissed: 'recall',
    sentAt: at,
    reference: 'KTRWH-MXCPB',
    expiresAt: later,
    error: null,
  };
  const code = {
    sentAt: at,
    expiresAt: later,
    via: 'sms',
    maskedPhone: '•• •• •• 56',
    state: 'handed_over',
  } as const;
  const byCode: SigningPage = { ...asked, moment: 'after', ways: ['code'], dueAt: null };
  const declining = {
    base,
    unit: word,
    statement: asked.statement,
    typed: '',
    longest: 1000,
    tooLong: false,
  };
  const receipt = {
    base,
    unit: word,
    reference: 'KTRWH-MXCPB',
    maskedPhone: '•• •• •• 56',
    smsPossible: true,
    callPossible: true,
    callFirst: false,
    code: null,
    error: null,
  };
  return {
    signing: {
      before: asked,
      code: { ...byCode, code },
      'code-failed': { ...byCode, code: { ...code, state: 'failed' } },
      'wrong-code': { ...byCode, code, error: { kind: 'wrong_code', triesLeft: 14 } },
      'no-way': {
        ...asked,
        statement: { text: word, language: 'und' },
        ways: [],
        atLeast: 'eid',
        error: { kind: 'stronger_needed' },
      },
      'add-passkey': { ...asked, ways: [], atLeast: 'passkey', canAddPasskey: true },
      budget: { ...byCode, error: { kind: 'budget', minutes: 12 } },
      changed: { ...asked, error: { kind: 'changed_meanwhile' } },
      signed: { ...asked, answer: { kind: 'signed', at, method: 'eid' } },
      declined: { ...asked, answer: { kind: 'declined', at, method: null } },
    },
    'receipt-code': {
      ask: receipt,
      code: { ...receipt, code, error: { kind: 'wrong_code', triesLeft: 1 } },
      'no-phone': { ...receipt, maskedPhone: null, smsPossible: false, callPossible: false },
    },
    declining: {
      before: { ...declining, moment: 'before' },
      'too-long': { ...declining, moment: 'after', typed: word, tooLong: true },
    },
  };
}
