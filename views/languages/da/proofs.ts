import type { ProofsTexts } from '../en/proofs.ts';

export const proofs = {} satisfies ProofsTexts;
