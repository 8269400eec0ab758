import {
  type Authority,
  type DataKind,
  deadlineHours,
  type IncidentCause,
} from '../../src/message/incidents.ts';
import type { Language } from '../../src/message/languages.ts';
import { formatTime } from '../format-time.ts';
import { texts } from '../languages/index.ts';
import type { DossierIncident } from '../models/dossier.ts';
import { type DraftQuestion, questionsOf } from './questions.ts';

export interface DraftContext {
  readonly organisation: string;
  /** IANA name of the zone that times are shown in. */
  readonly timeZone: string;
  /** When the first of its messages was sent; null: not yet known, or none was. */
  readonly sentAt: string | null;
  /** ISO 8601. */
  readonly now: string;
}

/** GDPR art. 9 and 10, and national identity numbers (art. 87). */
export const specialKinds: readonly DataKind[] = [
  'identity_number',
  'health',
  'ethnicity',
  'religion',
  'politics',
  'union',
  'sexuality',
  'genetic',
  'biometric',
  'criminal',
];

/** Where something came to somebody that it was not for. */
const disclosing: readonly IncidentCause[] = [
  'wrong_address',
  'wrong_attachment',
  'wrong_content',
  'stale_contact',
];

/** What stands for what is not known. */
export const gapMark = (language: Language): string => `[${texts[language].dossier.unknown}]`;

/** The questions of an authority's form with what is known, as plain text; gaps are marked (GDPR art. 33(4)). */
export function authorityDraft(
  incident: DossierIncident,
  authority: Authority,
  language: Language,
  context: DraftContext,
): string {
  const { drafts } = texts[language].dossier;
  const answers = answersOf(incident, language, context);
  return [
    drafts.titles[authority],
    `${texts[language].incidents.name(incident.number)}. ${drafts.lead}`,
    ...questionsOf[authority].map(
      (question, index) => `${index + 1}. ${drafts.questions[authority][question]}\n${answers[question]}`,
    ),
    '',
  ].join('\n\n');
}

function answersOf(
  incident: DossierIncident,
  language: Language,
  { organisation, timeZone, sentAt, now }: DraftContext,
): Readonly<Record<DraftQuestion, string>> {
  const { dossier, incidents } = texts[language];
  const { drafts } = dossier;
  const gap = gapMark(language);
  const time = (iso: string) => formatTime(language, iso, timeZone);
  const list = (kinds: readonly DataKind[]) => kinds.map((kind) => incidents.kinds[kind]).join('; ');
  const { cause, dataKinds, delayReason, reportedAt, dueAt } = incident;
  const late = Date.parse(reportedAt ?? now) > Date.parse(dueAt);
  const told = incident.told.find(({ party }) => party === 'affected')?.at ?? incident.letters[0]?.sentAt;
  const special = dataKinds.filter((kind) => specialKinds.includes(kind));
  return {
    kind: isComplete(incident) ? drafts.complete : drafts.first,
    controller: `${organisation}, ${drafts.fillIn(drafts.registration)}`,
    contact: `${incident.responsibleName ?? gap}, ${drafts.fillIn(drafts.phone)}`,
    occurred: sentAt === null ? gap : `${drafts.ongoing}: ${time(sentAt)}`,
    discovered: time(incident.awareAt),
    delay: late ? delayReason || gap : `${drafts.inTime} (${deadlineHours} h: ${time(dueAt)})`,
    type: cause !== null && disclosing.includes(cause) ? drafts.confidentiality : gap,
    what: incident.what || gap,
    cause: cause === null ? gap : incidents.causes[cause],
    data: dataKinds.length === 0 ? gap : list(dataKinds),
    special: dataKinds.length === 0 ? gap : special.length === 0 ? drafts.noSpecial : list(special),
    persons: incident.persons === null ? gap : String(incident.persons),
    records: incident.records === null ? gap : String(incident.records),
    consequences: incident.consequences || gap,
    measures: incident.measures || gap,
    affected: told === undefined ? drafts.notTold : drafts.toldAt(time(told)),
    processors: gap,
    border: gap,
  };
}

const isComplete = ({ what, cause, dataKinds, persons, records, consequences, measures }: DossierIncident) =>
  what !== '' &&
  cause !== null &&
  dataKinds.length > 0 &&
  persons !== null &&
  records !== null &&
  consequences !== '' &&
  measures !== '';
