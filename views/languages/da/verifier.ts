import type { VerifierTexts } from '../en/verifier.ts';

export const verifier = {} satisfies VerifierTexts;
