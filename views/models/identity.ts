export type IdentityPages = object;
