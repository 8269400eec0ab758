import type { Operation } from './operation.ts';

/** Searching and exporting what was recorded. */
export const evidenceOperations: readonly Operation[] = [];
