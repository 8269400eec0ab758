/** Why something is erased; more is said in words of one's own. */
export const erasureReasons = ['requested', 'misdirected', 'time_over', 'incident', 'other'] as const;

export type ErasureReason = (typeof erasureReasons)[number];

export const isErasureReason = (text: unknown): text is ErasureReason =>
  (erasureReasons as readonly unknown[]).includes(text);
