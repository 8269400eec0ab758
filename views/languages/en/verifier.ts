export const verifier = {};
export type VerifierTexts = typeof verifier;
