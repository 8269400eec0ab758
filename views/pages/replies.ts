import type { RepliesPages } from '../models/replies.ts';
import type { PageDefinitions } from './definition.ts';

export const repliesPages: PageDefinitions<RepliesPages> = {};
