export const readers = {
  title: 'Let somebody else read it',
};
export type ReadersTexts = typeof readers;
