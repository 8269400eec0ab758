import type { RepliesPages } from '../models/replies.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const repliesPages: PageDefinitions<RepliesPages> = {
  reply: {
    template: 'replies/reply',
    title: (t, { error, done }) =>
      flag(t, done === 'sent' ? t.replies.sentTitle : t.replies.title, error !== null),
    scripts: ['reply.js'],
  },
  'own-reply': { template: 'replies/own-reply', title: (t) => t.replies.own.title },
  'reply-signed-out': {
    template: 'replies/signed-out',
    title: (t) => flag(t, t.replies.signedOut.title, true),
  },
};
