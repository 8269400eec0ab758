export const blocks = {
  title: 'Blocked addresses',
};
export type BlocksTexts = typeof blocks;
