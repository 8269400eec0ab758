import type { ConversationsTexts } from '../en/conversations.ts';

export const conversations = {
  title: 'Konversation',
} satisfies ConversationsTexts;
