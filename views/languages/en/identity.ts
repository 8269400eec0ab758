export const identity = {
  title: 'Sign in',
};
export type IdentityTexts = typeof identity;
