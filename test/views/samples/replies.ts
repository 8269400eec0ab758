import type { RepliesPages, ReplyPage } from '../../../views/models/replies.ts';
import { at, later, type SamplesOf } from './common.ts';

const base = '/m/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const id = '0192f0c1-2345-7abc-8def-0123456789ab';

export function repliesSamples(word: string): SamplesOf<RepliesPages> {
  const link = { base, unit: word, reference: 'KTRWH-MXCPB', sentAt: at };
  const empty: ReplyPage = {
    ...link,
    expiresAt: later,
    sent: [],
    form: id,
    text: '',
    files: [],
    isKept: false,
    filesLost: false,
    limits: { bytes: 1024 ** 3, files: 50, piece: 8 * 1024 * 1024 },
    done: null,
    error: null,
  };
  const sent = [
    { href: `${base}/replies/${id}`, sentAt: later, readAt: null, mailedAt: null, files: 2 },
    { href: `${base}/replies/${id}`, sentAt: at, readAt: later, mailedAt: null, files: 1 },
    { href: `${base}/replies/${id}`, sentAt: at, readAt: null, mailedAt: later, files: 0 },
  ];
  const file = { id, filename: word, size: 3_400_000, received: 3_400_000, whole: true, modified: null };
  const files = [file, { ...file, received: 1_200_000, whole: false, modified: 1_700_000_000_000 }];
  return {
    reply: {
      empty,
      draft: { ...empty, sent, text: word, files, isKept: true },
      sent: { ...empty, sent: sent.slice(0, 1), done: 'sent' },
      saved: { ...empty, text: word, isKept: true, done: 'saved' },
      discarded: { ...empty, done: 'discarded' },
      nothing: { ...empty, error: { kind: 'empty' } },
      'too-large': { ...empty, text: word, filesLost: true, error: { kind: 'too_large' } },
      'too-long': { ...empty, error: { kind: 'too_long' } },
      'too-many': { ...empty, filesLost: true, error: { kind: 'too_many' } },
      full: { ...empty, text: word, error: { kind: 'full' } },
      changed: { ...empty, text: word, error: { kind: 'changed' } },
      unfinished: { ...empty, text: word, files, isKept: true, error: { kind: 'unfinished' } },
      budget: { ...empty, text: word, error: { kind: 'budget', minutes: 600 } },
      'budget-soon': { ...empty, text: word, error: { kind: 'budget', minutes: 30 } },
    },
    'own-reply': {
      unread: {
        ...link,
        repliedAt: at,
        readAt: null,
        mailedAt: later,
        text: word,
        attachments: [{ href: `${base}/replies/${id}/attachments/${id}`, filename: word, size: 3_400_000 }],
      },
      read: { ...link, repliedAt: at, readAt: later, mailedAt: null, text: '', attachments: [] },
    },
    'reply-signed-out': { text: { base, text: word } },
  };
}
