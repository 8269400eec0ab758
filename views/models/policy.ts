export type PolicyPages = object;
