import type { Queryable } from '../evidence/ports.ts';
import type { AlarmKind } from '../message/alarms.ts';
import { enqueueJob } from './enqueue-job.ts';

export interface Alarm {
  readonly about: AlarmKind;
  /** The id of what it is about, as the kind says. */
  readonly subject: string | null;
  /** The id of the person who is told; absent: the compliance address. */
  readonly person?: string;
  /**
   * Codes and numbers that the mail says: `kind` of failures, `system` by its id, `reason`, `count`, `usual`, `hours`. Never
   * anything personal, for a payload lies in clear.
   */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Has somebody told by mail, once the caller's transaction is committed. */
export const raiseAlarm = (tx: Queryable, { about, subject, person, facts }: Alarm): Promise<void> =>
  enqueueJob(tx, { kind: 'alarm', payload: { ...facts, about, subject, person: person ?? null } });
