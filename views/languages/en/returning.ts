export const returning = {
  title: 'Your messages',
  passkeys: 'Open without a code next time',
};
export type ReturningTexts = typeof returning;
