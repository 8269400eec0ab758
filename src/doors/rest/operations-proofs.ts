import type { Operation } from './operation.ts';

/** The evidence of one message, handed out. */
export const proofOperations: readonly Operation[] = [];
