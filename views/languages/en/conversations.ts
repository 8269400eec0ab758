export const conversations = {
  title: 'Conversation',
};
export type ConversationsTexts = typeof conversations;
