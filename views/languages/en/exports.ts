export const exports = {};
export type ExportsTexts = typeof exports;
