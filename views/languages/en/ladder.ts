export const ladder = {
  title: 'Unread messages',
};
export type LadderTexts = typeof ladder;
