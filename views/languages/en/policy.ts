export const policy = {
  title: 'Rules',
};
export type PolicyTexts = typeof policy;
