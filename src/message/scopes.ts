/** What a system's secret may be used for. */
export const scopes = [
  'messages:send',
  'messages:read',
  'messages:act',
  /** Read and act on messages of everybody; each look is recorded. */
  'messages:all',
  'contacts',
  'people',
  'units',
  'systems',
  'policy',
  'history',
  /** Search and export the evidence of everybody; entries of the log. */
  'evidence',
  'erasure',
  /** Everybody's failures, and whether the sums agree. */
  'failures',
  'incidents',
  'blocks',
] as const;

export type Scope = (typeof scopes)[number];

export const isScope = (text: unknown): text is Scope => (scopes as readonly unknown[]).includes(text);

/** What a system needs that sends, and asks what became of it. */
export const usualScopes: readonly Scope[] = ['messages:send', 'messages:read', 'messages:act'];
