import type { ExportsTexts } from '../en/exports.ts';

export const exports = {} satisfies ExportsTexts;
