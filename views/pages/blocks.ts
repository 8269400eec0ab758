import type { BlocksPages } from '../models/blocks.ts';
import type { PageDefinitions } from './definition.ts';

export const blocksPages: PageDefinitions<BlocksPages> = {};
