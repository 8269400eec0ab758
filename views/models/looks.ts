export type LooksPages = object;
