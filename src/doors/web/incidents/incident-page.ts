import type { Request, RequestHandler, Response } from 'express';
import { authorityDraft } from '../../../../views/drafts/authority-draft.ts';
import { texts } from '../../../../views/languages/index.ts';
import type { DraftView } from '../../../../views/models/dossier.ts';
import {
  incidentDone,
  type IncidentGap,
  type IncidentPage,
  incidentSections,
} from '../../../../views/models/incidents.ts';
import { firstSent } from '../../../desk/incidents/first-sent.ts';
import { incidentHistory } from '../../../desk/incidents/incident-history.ts';
import { incidentPeople } from '../../../desk/incidents/incident-people.ts';
import type { Incident } from '../../../desk/incidents/incident.ts';
import { localTime } from '../../../desk/incidents/local-instant.ts';
import { readIncident } from '../../../desk/incidents/read-incident.ts';
import { senderChoices } from '../../../desk/sender-choices.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { type Authority, authorities } from '../../../message/incidents.ts';
import { isLanguage, type Language, languages } from '../../../message/languages.ts';
import { historyView } from '../administration/history-view.ts';
import { onDuty, personOf, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { languageOf, param, sendPage } from '../page.ts';
import { clockView } from './clock-view.ts';
import { inWords } from './history-words.ts';
import { keeperOf } from './incident-form.ts';
import { messagesView } from './messages-view.ts';

/** Lines of history that are shown at once. */
const onPart = 20;

export const showIncident = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', (request, response, staff) => {
    const what = incidentDone.find((each) => each === request.query.done);
    const section = incidentSections.find((each) => each === request.query.section) ?? null;
    return sendIncident(options, request, response, staff, { done: what ? { what, section } : null });
  });

/** The page of an incident as it stands now, with what somebody typed where it was not saved. Refuses not_found. */
export async function sendIncident(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Partial<Pick<IncidentPage, 'done' | 'problem' | 'typed'>>,
): Promise<void> {
  const { ctx } = options;
  const keeper = keeperOf(staff);
  const incident = await readIncident(ctx, keeper, param(request, 'id'));
  const path = `/desk/incidents/${incident.id}`;
  const after = typeof request.query.before === 'string' ? request.query.before : undefined;
  const [messages, people, history, choices, sentAt] = await Promise.all([
    messagesView(options, viewerOf(staff), incident),
    incidentPeople(ctx.db, incident.unit),
    incidentHistory(ctx, keeper, incident.id, { after, limit: onPart }),
    senderChoices(ctx.db, staff),
    firstSent(ctx.db, incident),
  ]);
  const older = history.next ? `${path}?before=${history.next}#history-title` : null;
  const model: IncidentPage = {
    person: personOf(staff),
    path,
    incident,
    clock: clockView(incident, incident.decision?.decision ?? null),
    gaps: gapsOf(incident),
    ...messages,
    // Of others nobody is named here: they could not see the incident.
    people: people.filter(({ keeps }) => keeps),
    times: timesOf(incident, ctx.settings.timeZone),
    timeZone: ctx.settings.timeZone,
    mayWrite: choices.length > 0,
    drafts: draftsOf(options, request, incident, path, sentAt),
    typed: state.typed ?? null,
    problem: state.problem ?? null,
    done: state.done ?? null,
    history: inWords(
      await historyView(ctx, history.lines, { older, naming: false }),
      texts[languageOf(ctx, request, response)],
    ),
  };
  sendPage(ctx, request, response, 'desk-incident', model, { status: state.problem ? 422 : 200, path });
}

function gapsOf({ decision, responsible, messages, ...incident }: Incident): IncidentGap[] {
  const missing: Readonly<Record<IncidentGap, boolean>> = {
    what: incident.what === '',
    cause: incident.cause === null,
    kinds: incident.dataKinds.length === 0,
    persons: incident.persons === null,
    records: incident.records === null,
    consequences: incident.consequences === '',
    measures: incident.measures === '',
    messages: messages.length === 0,
    responsible: responsible === null,
    decision: decision === null,
  };
  return (Object.keys(missing) as IncidentGap[]).filter((gap) => missing[gap]);
}

function timesOf({ awareAt, reportedAt }: Incident, timeZone: string): IncidentPage['times'] {
  const [aware, now] = [awareAt, new Date().toISOString()].map((each) => localTime(each, timeZone)) as [
    string,
    string,
  ];
  const reported = reportedAt === null ? '' : localTime(reportedAt, timeZone);
  return {
    awareOn: aware.slice(0, 10),
    awareTime: aware.slice(11),
    reportedOn: reported.slice(0, 10),
    reportedTime: reported.slice(11),
    nowOn: now.slice(0, 10),
    nowTime: now.slice(11),
  };
}

/** What each authority reads. */
const spoken: Readonly<Record<Authority, Language>> = { datatilsynet: 'da', imy: 'sv' };

function draftsOf(
  { ctx: { settings } }: WebOptions,
  request: Request,
  incident: Incident,
  path: string,
  sentAt: string | null,
): DraftView[] {
  const { organisation, timeZone } = settings;
  const context = { organisation, timeZone, sentAt, now: new Date().toISOString() };
  return authorities.map((authority) => {
    const asked = request.query[authority];
    const language = isLanguage(asked) ? asked : spoken[authority];
    return {
      authority,
      language,
      open: isLanguage(asked),
      text: authorityDraft(incident, authority, language, context),
      languages: languages.map((each) => ({ language: each, href: `${path}?${authority}=${each}#drafts` })),
    };
  });
}
