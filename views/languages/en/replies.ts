export const replies = {
  title: 'Answer',
};
export type RepliesTexts = typeof replies;
