import type { Operation } from './operation.ts';

export const reconciliationOperations: readonly Operation[] = [];
