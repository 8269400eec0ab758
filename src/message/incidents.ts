/** The words that an incident is described with. What is null or empty there is not yet known (GDPR art. 33(4)). */

/** What it was opened from. */
export const incidentOrigins = ['recall', 'report', 'failures', 'by_hand'] as const;
export type IncidentOrigin = (typeof incidentOrigins)[number];

/** What went wrong, for the causes over time. */
export const incidentCauses = [
  'wrong_address',
  'wrong_attachment',
  'wrong_content',
  'stale_contact',
  'system_fault',
  'lost_device',
  'other',
] as const;
export type IncidentCause = (typeof incidentCauses)[number];

/** Kinds of personal data; those of art. 9 and 10 are `health` to `criminal`. */
export const dataKinds = [
  'contact',
  'identity_number',
  'financial',
  'family',
  'work',
  'health',
  'ethnicity',
  'religion',
  'politics',
  'union',
  'sexuality',
  'genetic',
  'biometric',
  'criminal',
  'other',
] as const;
export type DataKind = (typeof dataKinds)[number];

export const incidentDecisions = ['report', 'no_report'] as const;
export type IncidentDecision = (typeof incidentDecisions)[number];

/** Who was told of it. */
export const toldParties = [
  'authority',
  'affected',
  'wrong_recipient',
  'controller',
  'management',
  'police',
  'other',
] as const;
export type ToldParty = (typeof toldParties)[number];

/** Data protection authorities for which drafts are written. */
export const authorities = ['datatilsynet', 'imy'] as const;
export type Authority = (typeof authorities)[number];

/** Hours from awareness after which somebody is alarmed, and the last by which the authority is told (art. 33(1)). */
export const alarmHours = [24, 48, 66] as const;
export const deadlineHours = 72;

/** What is wrong with a field, as forms say it: the `problem` beside the `field` of the refusal. */
export const fieldProblems = [
  'missing',
  'too_long',
  'unknown',
  'no_time',
  'no_day',
  'future',
  'before_aware',
  'skipped_hour',
  'too_many',
  'open_tasks',
  'undecided',
  'unreported',
] as const;
export type FieldProblem = (typeof fieldProblems)[number];
