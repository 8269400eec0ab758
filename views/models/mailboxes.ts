/** Pages of mailboxes, by their names. */
export interface MailboxesPages {}
