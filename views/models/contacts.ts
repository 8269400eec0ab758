export type ContactsPages = object;
