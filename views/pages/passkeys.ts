import type { PasskeysPages } from '../models/passkeys.ts';
import type { PageDefinitions } from './definition.ts';

export const passkeysPages: PageDefinitions<PasskeysPages> = {};
