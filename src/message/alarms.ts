/** What compliance, or a named person, is told of at once by mail. */
export const alarmKinds = [
  /** A recipient says that a message is not for them. Subject: the message. */
  'reported',
  /** A wrong recipient says that they passed it on, or do not know. Subject: the message. */
  'passed_on',
  /** A group of failures grows unusually. Subject: none. */
  'failures_grew',
  /** What the evidence says and what the tables say differ. Subject: none. */
  'sums_differ',
  /** Nothing that a system sends to some address is ever opened. Subject: the system. */
  'silent_system',
  /** An incident has been known for so many `hours`. Subject: the incident. */
  'incident_due',
  /** Something that had been destroyed was there again: a backup was restored. Subject: none. */
  'restored',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];
