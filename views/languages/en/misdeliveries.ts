export const misdeliveries = {
  title: 'This is not for me',
};
export type MisdeliveriesTexts = typeof misdeliveries;
