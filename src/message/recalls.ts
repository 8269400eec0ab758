/** Why a message is recalled; more is said in words of one's own. */
export const recallReasons = [
  'wrong_recipient',
  'wrong_content',
  'wrong_attachment',
  'too_early',
  'other',
] as const;
export type RecallReason = (typeof recallReasons)[number];

export const isRecallReason = (text: unknown): text is RecallReason =>
  (recallReasons as readonly unknown[]).includes(text);

/** Minutes that a notice may wait, so that a recall leaves no trace with the recipient. */
export const longestUndo = 15;
