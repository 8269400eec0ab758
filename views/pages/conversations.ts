import type { ConversationsPages } from '../models/conversations.ts';
import type { PageDefinitions } from './definition.ts';

export const conversationsPages: PageDefinitions<ConversationsPages> = {};
