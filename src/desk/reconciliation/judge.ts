import type { FindingKind } from '../../message/reconciliation.ts';
import { type DeliveryStatus, isLive } from '../../message/statuses.ts';
import { readStory } from './stories.ts';

/** Deliveries of which all this is the same. */
export interface Counted {
  /** Null: there are no events. */
  readonly story: string | null;
  /** As the tables have it; null: they do not know the delivery. */
  readonly status: DeliveryStatus | null;
  /** Its events are numbered from 1 on without a gap, as far as the tables count them. */
  readonly whole: boolean;
  /** Its time was over more than an hour ago. */
  readonly late: boolean;
  /** For an hour nothing has happened. */
  readonly quiet: boolean;
  /** A job waits that will send its notice, or pass it on. */
  readonly waits: boolean;
  readonly sealed: boolean;
}

/** Statuses in which the seal must be gone: a bounced or declined delivery keeps it until its time is over. */
const unsealed: readonly DeliveryStatus[] = ['recalled', 'expired', 'erased'];

/** The status that the events give, where there are any, and what is wrong. */
export function judge(counted: Counted): { status: DeliveryStatus | null; kinds: readonly FindingKind[] } {
  const { story, status, whole, late, quiet, waits, sealed } = counted;
  if (story === null) return { status: null, kinds: ['no_events'] };
  const told = readStory(story);
  if (status === null) return { status: told.status, kinds: told.status === 'erased' ? [] : ['no_delivery'] };
  const live = isLive(told.status);
  const kinds: [FindingKind, boolean][] = [
    ['gap', !whole],
    ['two_outcomes', told.endedTwice],
    ['status', told.status !== status],
    ['overdue', live && late],
    ['stuck', told.status === 'sent' && quiet && !waits && !late],
    ['seal_left', sealed && unsealed.includes(told.status)],
    ['seal_missing', !sealed && live && !told.passedOn],
  ];
  return { status: told.status, kinds: kinds.flatMap(([kind, holds]) => (holds ? [kind] : [])) };
}
