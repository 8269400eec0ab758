import type { MyMessage, OwnPasskeysPage, ReturningPages } from '../../../views/models/returning.ts';
import { at, later, type SamplesOf } from './common.ts';

const base = '/m/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

export function returningSamples(word: string): SamplesOf<ReturningPages> {
  const passkey = { id: 'AAAA', name: word, createdAt: at, lastUsedAt: null, backedUp: false };
  const none: OwnPasskeysPage = {
    base,
    proven: true,
    full: false,
    passkeys: [],
    typed: '',
    error: null,
    done: null,
  };
  const some = { ...none, passkeys: [passkey, { ...passkey, id: 'BBBB', lastUsedAt: at, backedUp: true }] };
  const message: MyMessage = {
    id: '0192f0c1-7a3e-7c11-8a55-000000000001',
    unit: word,
    reference: 'KTRWH-MXCPB',
    sentAt: at,
    expiresAt: later,
    opened: false,
    ending: null,
  };
  return {
    'own-passkeys': {
      none,
      added: { ...some, done: 'added' },
      full: { ...some, full: true },
      'name-invalid': { ...some, typed: '', error: { code: 'invalid', passkey: 'BBBB' } },
      'not-added': { ...some, typed: word, error: { code: 'passkey_invalid', passkey: null } },
      'not-proven': { ...none, proven: false },
    },
    'my-messages': {
      some: {
        messages: [
          message,
          { ...message, opened: true },
          ...(['expired', 'recalled', 'locked'] as const).map((ending) => ({ ...message, ending })),
        ],
        more: true,
        error: null,
      },
      none: { messages: [], more: false, error: null },
      gone: { messages: [message], more: false, error: 'gone' },
    },
    'my-sign-in': {
      plain: { error: null },
      invalid: { error: 'passkey_invalid' },
      ended: { error: 'unauthenticated' },
    },
  };
}
