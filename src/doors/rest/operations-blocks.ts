import type { Operation } from './operation.ts';

export const blockOperations: readonly Operation[] = [];
