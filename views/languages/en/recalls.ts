export const recalls = {
  title: 'Recall',
};
export type RecallsTexts = typeof recalls;
