import {
  fieldProblems,
  type IncidentCause,
  type IncidentDecision,
  type IncidentOrigin,
} from '../../src/message/incidents.ts';
import type { Language } from '../../src/message/languages.ts';
import type { DeletionStory } from '../../src/message/misdeliveries.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { SenderOption } from './compose.ts';
import type { DeskPage } from './desk.ts';
import type { DossierIncident, DraftView } from './dossier.ts';
import type { HistoryView } from './history.ts';

/** How an incident stands to the 72 hours of GDPR art. 33(1). */
export interface ClockView {
  /**
   * `running`, `over`: nobody has told the authority yet. `reported`, `reported_late`: somebody has. `not_reported`: it was
   * decided not to.
   */
  readonly state: 'running' | 'over' | 'reported' | 'reported_late' | 'not_reported';
  readonly dueAt: string;
  /** Whole hours that are left (`running`) or gone since the end (`over`); 0: less than one. */
  readonly hours: number;
  readonly reportedAt: string | null;
}

/** Forms: `GET /desk/incidents` with `year` and `state`; `POST /desk/incidents/registers` with `year` and `format`. */
export interface IncidentsPage extends DeskPage {
  /** '': all years. */
  readonly year: string;
  readonly years: readonly string[];
  readonly state: '' | 'open' | 'closed';
  /** Open ones, the oldest deadline first. Null: not asked for. */
  readonly open: readonly IncidentRow[] | null;
  readonly closed: readonly IncidentRow[] | null;
  /** Addresses of what follows. */
  readonly nextOpen: string | null;
  readonly nextClosed: string | null;
  readonly causes: CausesView;
}

export interface IncidentRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly unitName: string | null;
  readonly cause: IncidentCause | null;
  readonly awareAt: string;
  readonly persons: number | null;
  readonly decision: IncidentDecision | null;
  readonly clock: ClockView;
  readonly openTasks: number;
  readonly followUpOn: string | null;
  readonly closedAt: string | null;
}

/** How many incidents each cause had, month by month. */
export interface CausesView {
  /** As `2026-11`, oldest first. */
  readonly months: readonly string[];
  readonly rows: readonly CauseRow[];
  /** In one month; 0: none at all. */
  readonly highest: number;
}

export interface CauseRow {
  /** Null: not yet known. */
  readonly cause: IncidentCause | null;
  /** One for each month. */
  readonly counts: readonly number[];
  readonly total: number;
  /** The same as bars, on 1000 × 1000 units from the top left. */
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/**
 * Form: `POST /desk/incidents` with `id`, `origin`, `title`, `awareOn`, `awareTime`, `unit`, `what`, and `message` once for each:
 * its id, or `{message}/{delivery}`.
 */
export interface NewIncidentPage extends DeskPage {
  /** The incident's, made for the form: sent twice, it opens one. */
  readonly id: string;
  readonly origin: IncidentOrigin;
  readonly title: string;
  /** Local: `2026-11-22` and `14:05`. */
  readonly awareOn: string;
  readonly awareTime: string;
  readonly what: string;
  /** Where there is more than one to choose from; '' is the whole organisation. */
  readonly units: readonly { readonly id: string; readonly name: string | null }[];
  readonly unit: string;
  /** What it is about from the start. */
  readonly messages: readonly { readonly message: string; readonly delivery: string | null }[];
  readonly timeZone: string;
  readonly problem: IncidentProblem | null;
}

/** `field` is the one to blame, where one is. */
export interface IncidentProblem {
  readonly section: IncidentSection;
  readonly field: string | null;
  readonly key: IncidentProblemKey | RefusalCode;
}

/** What is wrong with a field, or with the moment. */
export const incidentProblems = [...fieldProblems, 'delay', 'cause', 'message', 'changed', 'closed'] as const;
export type IncidentProblemKey = (typeof incidentProblems)[number];

/** What has a form of its own on an incident's page; each is an anchor there. */
export const incidentSections = [
  'what',
  'data',
  'consequences',
  'measures',
  'messages',
  'told',
  'tasks',
  'people',
  'report',
  'decision',
  'letters',
  'follow-up',
  'closing',
] as const;
export type IncidentSection = (typeof incidentSections)[number];

/** What art. 33(3) asks for, and what else an answer needs. */
export const incidentGaps = [
  'what',
  'cause',
  'kinds',
  'persons',
  'records',
  'consequences',
  'measures',
  'messages',
  'responsible',
  'decision',
] as const;
export type IncidentGap = (typeof incidentGaps)[number];

export const incidentDone = [
  'opened',
  'changed',
  'added',
  'removed',
  'told',
  'task',
  'finished',
  'decided',
  'sent',
  'closed',
  'reopened',
] as const;
export type IncidentDone = (typeof incidentDone)[number];

/** What a recipient could see of a message, as it is shown beside it. */
export interface VerdictView {
  readonly delivery: string;
  /** '': erased. */
  readonly email: string;
  readonly verdict: 'never_opened' | 'opened';
  readonly openedAt: string | null;
  /** It was also printed, and posted to them. */
  readonly postedAt: string | null;
  readonly parts: readonly { readonly filename: string | null; readonly at: string }[];
  readonly deletion: DeletionStory | null;
  readonly recalledAt: string | null;
  readonly deadUntil: string | null;
  /** It left as ordinary mail: nobody can know whether it was read. */
  readonly unsealed: boolean;
}

export interface IncidentMessageView {
  readonly message: string;
  /** Null: all of it. */
  readonly delivery: string | null;
  readonly addedAt: string;
  /** Why nothing more is told of it. */
  readonly hidden: 'reason_needed' | 'not_found' | 'in_doubt' | null;
  readonly verdicts: readonly VerdictView[];
  readonly moreRecipients: number;
}

/**
 * Forms, all with `version`: `POST {path}/changes` with `section` and its fields; `{path}/messages` with `message`;
 * `{path}/messages/removals`; `{path}/told`; `{path}/tasks`, `{path}/tasks/{id}/completions`; `{path}/decisions`;
 * `{path}/closures`; `{path}/reopenings`. `GET {path}/letters` with `draft`; `GET {path}/dossier` with `language`, `authority`.
 */
export interface IncidentPage extends DeskPage {
  readonly path: string;
  readonly incident: DossierIncident;
  readonly clock: ClockView;
  readonly gaps: readonly IncidentGap[];
  readonly messages: readonly IncidentMessageView[];
  readonly moreMessages: number;
  /** Who may answer for it. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** Local, for the fields of dates and times. */
  readonly times: {
    readonly awareOn: string;
    readonly awareTime: string;
    readonly reportedOn: string;
    readonly reportedTime: string;
    readonly nowOn: string;
    readonly nowTime: string;
  };
  readonly timeZone: string;
  /** They may send the letters. */
  readonly mayWrite: boolean;
  readonly drafts: readonly DraftView[];
  /** What somebody typed into a section's form, by the field's name; a tick is there or not. */
  readonly typed: Readonly<Record<string, string>> | null;
  readonly problem: IncidentProblem | null;
  /** What was just done, and where it is told; null: on top. */
  readonly done: { readonly what: IncidentDone; readonly section: IncidentSection | null } | null;
  readonly history: HistoryView;
}

/** Form: `POST {path}/letters` with `key`, `draft`, `from`, `to`, `language`, `subject`, `text`. */
export interface IncidentLetterPage extends DeskPage {
  readonly path: string;
  readonly number: string;
  readonly title: string;
  /** Names the form: sent twice, it is one letter. */
  readonly key: string;
  readonly senders: readonly SenderOption[];
  readonly from: string;
  /** A recipient a line: an address, and after a comma a phone number. */
  readonly to: string;
  /** Of the notice. */
  readonly language: Language;
  /** Of the draft that it was begun from. */
  readonly draft: Language;
  /** What stands in the draft for what somebody has to write. */
  readonly mark: string;
  readonly subject: string;
  readonly text: string;
  readonly problem: {
    /** `gaps`: a mark is left. */
    readonly field: 'from' | 'to' | 'subject' | 'text' | 'gaps' | null;
    readonly code: RefusalCode;
    /** The recipient to blame, as it was typed. */
    readonly line: string | null;
  } | null;
}

export interface IncidentsPages {
  readonly 'desk-incidents': IncidentsPage;
  readonly 'desk-incident-new': NewIncidentPage;
  readonly 'desk-incident': IncidentPage;
  readonly 'desk-incident-letter': IncidentLetterPage;
}
