/** What a count of the evidence may find: the events say one thing and the tables another, or nobody will act any more. */
export const findingKinds = [
  /** A message has more or fewer recipients than were accepted, or is itself missing, or was never accepted. */
  'recipients',
  /** A recipient stands in the tables, and no event tells of them. */
  'no_events',
  /** Events tell of a recipient who is not in the tables, and was not erased. */
  'no_delivery',
  /** A number is missing among the events of a recipient. */
  'gap',
  /** It ended twice, in different ways. */
  'two_outcomes',
  /** The status is another than the events say. */
  'status',
  /** Its time was over more than an hour ago, and it has not ended. */
  'overdue',
  /** For an hour nothing has left for it, and nothing waits to. */
  'stuck',
  /** It was recalled, has expired or was erased, and its seal is still there. */
  'seal_left',
  /** It can still be opened, and its seal is missing. */
  'seal_missing',
] as const;
export type FindingKind = (typeof findingKinds)[number];
