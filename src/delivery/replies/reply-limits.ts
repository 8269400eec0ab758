/** The bounds of what a recipient may answer. Bytes, days and counts as named. */
export const replyLimits = {
  /** Files of one reply together. */
  bytes: 1024 ** 3,
  files: 50,
  /** Of a file that comes in pieces, the largest piece, and how many there may be: a bad line makes small ones. */
  pieceBytes: 8 * 1024 * 1024,
  pieces: 2000,
  /** What the sent replies of one delivery may hold together. */
  keptBytes: 5 * 1024 ** 3,
  repliesADay: 20,
  /** Files begun, and forms with files. */
  uploadsADay: 300,
  savesADay: 3000,
  /** For which a file that is not whole is kept while nothing more of it comes. */
  idleDays: 7,
} as const;
