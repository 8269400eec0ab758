import type { MailboxesPages } from '../../../views/models/mailboxes.ts';
import type { SamplesOf } from './common.ts';

export function mailboxesSamples(_word: string): SamplesOf<MailboxesPages> {
  return {};
}
