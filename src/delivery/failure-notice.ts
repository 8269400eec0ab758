import { isUuid } from '../message/ids.ts';
import type { JobPayload } from './job-types.ts';

/** Whom a mail about failures goes to. `unit`: the mailbox of the unit, in place of a sender or owner who is gone. */
export const failureAddressees = ['sender', 'owner', 'unit', 'compliance'] as const;
export type FailureAddressee = (typeof failureAddressees)[number];

/** One mail about failures: the id under which they were gathered, and whom it goes to. */
export interface FailureNotice {
  readonly notice: string;
  readonly to: FailureAddressee;
}

export function failureNoticeOf({ notice, to }: JobPayload): FailureNotice {
  if (typeof notice !== 'string' || !isUuid(notice))
    throw new TypeError('a notice of failures is named by a UUID');
  return { notice, to: failureAddressees.find((each) => each === to) ?? 'sender' };
}
