export const proofs = {};
export type ProofsTexts = typeof proofs;
