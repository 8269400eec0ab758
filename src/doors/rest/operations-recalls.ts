import type { Operation } from './operation.ts';

export const recallOperations: readonly Operation[] = [];
