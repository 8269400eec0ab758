export const evidence = {};
export type EvidenceTexts = typeof evidence;
