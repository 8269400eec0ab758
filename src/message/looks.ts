/** Why somebody looks at a message that another wrote; more is said in their own words. */
export const lookKinds = ['covering', 'question', 'inspection', 'incident', 'other'] as const;

export type LookKind = (typeof lookKinds)[number];

export const isLookKind = (text: unknown): text is LookKind =>
  (lookKinds as readonly unknown[]).includes(text);
