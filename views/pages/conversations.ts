import type { ConversationsPages } from '../models/conversations.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const conversationsPages: PageDefinitions<ConversationsPages> = {
  'desk-answers': {
    template: 'conversations/answers',
    title: (t) => t.conversations.answers.title,
    wide: true,
  },
  'desk-reply': {
    template: 'conversations/reply',
    title: (t, { answer }) =>
      flag(t, t.conversations.reply.title, answer !== null && (answer.error !== null || answer.filesLost)),
  },
  'desk-conversation': {
    template: 'conversations/conversation',
    title: (t) => t.conversations.title,
  },
};
