import { misdeliveryReasons, passedOnAnswers } from '../../../src/message/misdeliveries.ts';
import type { DeletionPage, MisdeliveriesPages } from '../../../views/models/misdeliveries.ts';
import { at, later, type SamplesOf } from './common.ts';

const base = '/m/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export function misdeliveriesSamples(word: string): SamplesOf<MisdeliveriesPages> {
  const link = { base, unit: word, reference: 'KTRWH-MXCPB' };
  const thanks = { ...link, reason: null, stands: true };
  const asked: DeletionPage = {
    ...link,
    state: 'asked',
    at,
    maskedPhone: '•• •• •• 56',
    smsPossible: true,
    callPossible: true,
    callFirst: false,
    members: [],
    code: null,
    typed: '',
    passedOn: null,
    error: null,
    receipt: null,
  };
  const code = {
    sentAt: at,
    expiresAt: later,
    via: 'sms',
    maskedPhone: '•• •• •• 56',
    state: 'handed_over',
  } as const;
  return {
    misdelivery: {
      form: { ...link, sentAt: at, error: false },
      'nothing-chosen': { ...link, sentAt: at, error: true },
    },
    'misdelivery-thanks': {
      unknown: thanks,
      ended: { ...thanks, stands: false, reason: 'not_me' },
      ...Object.fromEntries(misdeliveryReasons.map((reason) => [reason, { ...thanks, reason }])),
    },
    deletion: {
      asked,
      undated: { ...asked, at: null },
      'no-phone': { ...asked, maskedPhone: null, smsPossible: false, callPossible: false },
      members: {
        ...asked,
        maskedPhone: null,
        members: [{ id: '0197a3c2-7b1e-7c3a-9f00-000000000001', initials: 'IJ', maskedPhone: '•• •• •• 56' }],
      },
      landline: { ...asked, smsPossible: false, error: { kind: 'landline' } },
      'call-first': { ...asked, callFirst: true },
      budget: { ...asked, error: { kind: 'budget', minutes: 12 } },
      'no-live-code': { ...asked, error: { kind: 'no_live_code' } },
      code: { ...asked, code },
      'code-failed': { ...asked, code: { ...code, state: 'failed' } },
      'call-failed': { ...asked, smsPossible: false, code: { ...code, via: 'call', state: 'failed' } },
      'wrong-code': { ...asked, code, passedOn: 'no', error: { kind: 'wrong_code', triesLeft: 14 } },
      'last-try': { ...asked, code, passedOn: 'no', error: { kind: 'wrong_code', triesLeft: 1 } },
      'code-format': { ...asked, code, passedOn: 'yes', error: { kind: 'code_format' } },
      'no-answer': { ...asked, code, typed: word, error: { kind: 'passed_on' } },
      ...Object.fromEntries(passedOnAnswers.map((passedOn) => [passedOn, { ...asked, code, passedOn }])),
      exhausted: { ...asked, state: 'exhausted' },
      confirmed: { ...asked, state: 'confirmed', receipt: `${base}/receipt` },
    },
  };
}
