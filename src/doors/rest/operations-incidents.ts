import type { Operation } from './operation.ts';

export const incidentOperations: readonly Operation[] = [];
