export const readers = {
  title: 'Let somebody else read it',
  /** At the desk, before a name. */
  parted: { reader: 'Reader of', passed: 'Passed on by' },
};
export type ReadersTexts = typeof readers;
