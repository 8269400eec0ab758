/** The bounds of a message and of a delivery. Days, minutes and bytes as named. */
export const limits = {
  recipients: 2000,
  attachments: 200,
  subjectLength: 998,
  filenameLength: 255,
  /** Text and HTML together, in bytes: what a page can show. Larger content belongs into an attachment. */
  bodyBytes: 10 * 1024 * 1024,
  /** What is to be signed, in one language. */
  statementLength: 2000,
  /** Access codes made for one message: each costs 40 ms of a core. */
  accessCodes: 100,
  /** Sealed content up to this many bytes lies beside its rows. */
  inlineBytes: 64 * 1024,
  expiryDays: 90,
  longestExpiryDays: 400,
  codeMinutes: 10,
  sessionMinutes: 20,
  triesBeforeLock: 15,
  unlocks: 2,
} as const;
