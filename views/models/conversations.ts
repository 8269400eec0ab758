/** Pages of conversations, by their names. */
export interface ConversationsPages {}
