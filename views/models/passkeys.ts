export type PasskeysPages = object;
