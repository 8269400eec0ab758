import { isUuid } from '../message/ids.ts';
import type { JobPayload } from './job-types.ts';

/** Whom a mail about failures goes to. */
export type FailureAddressee = 'sender' | 'owner' | 'compliance';

/** One mail about failures: the id under which they were gathered, and whom it goes to. */
export interface FailureNotice {
  readonly notice: string;
  readonly to: FailureAddressee;
}

export function failureNoticeOf({ notice, to }: JobPayload): FailureNotice {
  if (typeof notice !== 'string' || !isUuid(notice))
    throw new TypeError('a notice of failures is named by a UUID');
  return { notice, to: to === 'owner' || to === 'compliance' ? to : 'sender' };
}
