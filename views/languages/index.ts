import type { Language } from '../../src/message/languages.ts';
import { da } from './da.ts';
import { en, type Texts } from './en.ts';
import { sv } from './sv.ts';

export type { Texts } from './en.ts';

export const texts: Readonly<Record<Language, Texts>> = { da, sv, en };
