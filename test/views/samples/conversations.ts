import type { ConversationsPages } from '../../../views/models/conversations.ts';
import type { SamplesOf } from './common.ts';

export function conversationsSamples(_word: string): SamplesOf<ConversationsPages> {
  return {};
}
