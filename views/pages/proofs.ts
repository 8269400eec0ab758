import type { ProofsPages } from '../models/proofs.ts';
import type { PageDefinitions } from './definition.ts';

export const proofsPages: PageDefinitions<ProofsPages> = {};
