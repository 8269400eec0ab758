export const failures = {
  title: 'Failures',
};
export type FailuresTexts = typeof failures;
