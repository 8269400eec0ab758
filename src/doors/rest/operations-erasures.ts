import type { Operation } from './operation.ts';

/** Erasing. */
export const erasureOperations: readonly Operation[] = [];
