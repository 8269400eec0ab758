import type { RepliesTexts } from '../en/replies.ts';

export const replies = {
  title: 'Svar',
} satisfies RepliesTexts;
