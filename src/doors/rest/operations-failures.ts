import type { Operation } from './operation.ts';

export const failureOperations: readonly Operation[] = [];
