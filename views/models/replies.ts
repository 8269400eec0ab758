/** Pages of replies, by their names. */
export interface RepliesPages {}
