export const looks = {
  title: 'See a message',
};
export type LooksTexts = typeof looks;
