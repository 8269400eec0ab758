export const silence = {
  title: 'Never opened',
};
export type SilenceTexts = typeof silence;
