export const erasures = {};
export type ErasuresTexts = typeof erasures;
