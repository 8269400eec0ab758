import type {
  DataKind,
  IncidentCause,
  IncidentDecision,
  IncidentOrigin,
  ToldParty,
} from '../../message/incidents.ts';

/** An incident as it stands. Times are ISO 8601 UTC with microseconds; null or empty: not yet known. */
export interface Incident {
  readonly id: string;
  /** As people name it: `2026-7`, counted within the year. */
  readonly number: string;
  /** Of the unit that it belongs to; null: the whole organisation. */
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly origin: IncidentOrigin;
  readonly openedAt: string;
  readonly openedBy: string | null;
  /** From then the 72 hours run. */
  readonly awareAt: string;
  /** `awareAt` and 72 hours. */
  readonly dueAt: string;
  /** A short name of it, without personal data. */
  readonly title: string;
  readonly cause: IncidentCause | null;
  readonly what: string;
  readonly dataKinds: readonly DataKind[];
  /** How many persons are affected, and how many records; null: not yet known. */
  readonly persons: number | null;
  readonly records: number | null;
  readonly consequences: string;
  readonly measures: string;
  /** Ids of people who answer for it, and of their deputy. `…Left`: they were deactivated, and are alarmed no more. */
  readonly responsible: string | null;
  readonly responsibleName: string | null;
  readonly responsibleLeft: boolean;
  readonly deputy: string | null;
  readonly deputyName: string | null;
  readonly deputyLeft: boolean;
  readonly decision: Decided | null;
  /** When the authority was told, and why later than 72 hours. */
  readonly reportedAt: string | null;
  readonly delayReason: string;
  /** The 72 hours went by without a report where one is due, or the report was late, and nothing says why (art. 33(1)). */
  readonly needsDelayReason: boolean;
  /** A day, as `2026-12-01`. */
  readonly followUpOn: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** The version that a change names, so that two people do not overwrite each other. */
  readonly version: number;
  readonly messages: readonly IncidentMessage[];
  readonly told: readonly Told[];
  readonly tasks: readonly Task[];
  readonly letters: readonly Letter[];
}

export interface Decided {
  readonly decision: IncidentDecision;
  readonly why: string;
  readonly by: string;
  readonly at: string;
}

/** A message, or one delivery of it, that the incident is about. */
export interface IncidentMessage {
  readonly message: string;
  readonly delivery: string | null;
  readonly addedAt: string;
}

export interface Told {
  readonly id: string;
  readonly party: ToldParty;
  /** Who, and how; free words. */
  readonly who: string;
  readonly at: string;
}

export interface Task {
  readonly id: string;
  readonly what: string;
  readonly owner: string | null;
  readonly ownerName: string | null;
  /** A day. */
  readonly dueOn: string | null;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** A letter to those affected (art. 34), sent through Segl. */
export interface Letter {
  readonly message: string;
  readonly sentAt: string;
}

/** A line of the register (art. 33(5)). */
export interface IncidentLine extends Pick<
  Incident,
  | 'id'
  | 'number'
  | 'unitName'
  | 'origin'
  | 'awareAt'
  | 'dueAt'
  | 'title'
  | 'cause'
  | 'persons'
  | 'reportedAt'
  | 'closedAt'
  | 'followUpOn'
> {
  readonly decision: IncidentDecision | null;
  readonly openTasks: number;
}
