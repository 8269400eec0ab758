import { authorities } from '../../src/message/incidents.ts';
import type { DeletionStory } from '../../src/message/misdeliveries.ts';
import { languages } from '../../src/message/languages.ts';
import { authorityDraft } from '../drafts/authority-draft.ts';
import { formatTime } from '../format-time.ts';
import { type Texts, texts } from '../languages/index.ts';
import type {
  DossierDocument,
  DossierIncident,
  DossierMessage,
  DossierRecipient,
} from '../models/dossier.ts';
import type { DocumentContext } from './evidence-pdf.ts';
import { Paper } from './paper.ts';

/** Lines of a list that are printed; the rest is in the register and in the evidence. */
const most = { messages: 12, recipients: 12, course: 24, tasks: 10 };

type Time = (iso: string) => string;

/**
 * The dossier of an incident, as GDPR art. 33(3) orders it, with the signed evidence of its messages and the drafts for the
 * authorities as attached files. Of two pages where nobody has written much.
 */
export async function dossierPdf(document: DossierDocument, context: DocumentContext): Promise<Buffer> {
  const { language, organisation, timeZone } = context;
  const t = texts[language];
  const { dossier: text } = t;
  const { incident } = document;
  const time: Time = (iso) => formatTime(language, iso, timeZone);
  const title = text.title(incident.number);
  const paper = await Paper.begin({
    title,
    author: organisation,
    language,
    made: new Date(document.made),
    foot: (page) => `${text.page(page)} · ${title}`,
  });
  paper.heading(1, title);
  paper.paragraph(incident.title, { weight: 700, above: 0 });
  paper.paragraph(text.lead(organisation));
  facts(paper, t, document, time, timeZone);
  known(paper, t, incident);
  decision(paper, t, incident, time);
  course(paper, t, document, time);
  tasks(paper, t, incident);
  evidence(paper, t, document, time, context.url);
  attachments(paper, document, context, t);
  return paper.end();
}

function facts(
  paper: Paper,
  { dossier: text }: Texts,
  { incident, made }: DossierDocument,
  time: Time,
  zone: string,
) {
  const state = incident.closedAt === null ? text.isOpen : text.isClosed;
  paper.row(text.unit, incident.unitName ?? text.whole);
  paper.row(text.state, state);
  paper.row(text.aware, time(incident.awareAt));
  paper.row(text.due, time(incident.dueAt));
  if (incident.reportedAt !== null) paper.row(text.reported, time(incident.reportedAt));
  else if (incident.decision?.decision !== 'no_report') paper.row(text.reported, text.drafts.notTold);
  paper.row(text.made, time(made));
  paper.paragraph(text.zone(zone), { size: 8.5 });
}

/** Words that somebody wrote, a paragraph for each line. */
function words(paper: Paper, written: string, unknown: string): void {
  const lines = written.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.length > 0 ? lines : [unknown]) paper.paragraph(line, { above: 2 });
}

/** Art. 33(3)(a) to (d). */
function known(paper: Paper, t: Texts, incident: DossierIncident): void {
  const { dossier: text, incidents } = t;
  const { cause, dataKinds, persons, records } = incident;
  const kinds = dataKinds.map((kind) => incidents.kinds[kind]).join('; ');
  paper.heading(2, text.happened);
  words(paper, incident.what, text.unknown);
  paper.row(text.cause, cause === null ? text.unknown : incidents.causes[cause]);
  paper.row(text.kinds, kinds || text.unknown);
  paper.row(text.persons, persons === null ? text.unknown : String(persons));
  paper.row(text.records, records === null ? text.unknown : String(records));
  paper.heading(2, text.contact);
  paper.row(text.responsible, incident.responsibleName ?? text.unknown);
  paper.row(text.deputy, incident.deputyName ?? text.unknown);
  paper.heading(2, text.consequences);
  words(paper, incident.consequences, text.unknown);
  paper.heading(2, text.measures);
  words(paper, incident.measures, text.unknown);
}

function decision(
  paper: Paper,
  t: Texts,
  { decision, reportedAt, dueAt, delayReason, needsDelayReason }: DossierIncident,
  time: Time,
): void {
  const { dossier: text, incidents } = t;
  paper.heading(2, text.decision);
  if (decision === null) paper.paragraph(text.unknown, { above: 2 });
  else {
    paper.paragraph(incidents.decisions[decision.decision], { weight: 700, above: 2 });
    words(paper, decision.why, text.unknown);
    paper.row(text.by, `${decision.by}, ${time(decision.at)}`);
  }
  const inTime = reportedAt !== null && Date.parse(reportedAt) <= Date.parse(dueAt);
  if (delayReason !== '') paper.row(text.delay, delayReason);
  else if (inTime) paper.row(text.delay, text.noDelay);
  else if (needsDelayReason) paper.row(text.delay, text.unknown);
}

function course(paper: Paper, t: Texts, { incident, messages }: DossierDocument, time: Time): void {
  const { dossier: text, incidents } = t;
  const happened: [at: string, what: string][] = [
    [incident.awareAt, text.aware],
    [incident.openedAt, text.opened],
    ...incident.told.map(({ at, party, who }): [string, string] => [
      at,
      `${text.told(incidents.parties[party])} (${who})`,
    ]),
    ...incident.letters.map(({ sentAt }): [string, string] => [sentAt, text.letterSent]),
  ];
  for (const { message, sentAt, recipients } of messages) {
    if (sentAt !== null) happened.push([sentAt, text.sent(message)]);
    for (const { delivery, openedAt, recalledAt } of recipients) {
      if (openedAt !== null) happened.push([openedAt, text.wasOpened(delivery)]);
      if (recalledAt !== null) happened.push([recalledAt, text.recalled(delivery)]);
    }
  }
  const { decision, reportedAt, closedAt } = incident;
  if (decision !== null) happened.push([decision.at, text.decided(incidents.decisions[decision.decision])]);
  if (reportedAt !== null) happened.push([reportedAt, text.reported]);
  if (closedAt !== null) happened.push([closedAt, text.closed]);
  happened.sort(([one], [other]) => Date.parse(one) - Date.parse(other));
  paper.heading(2, text.course);
  for (const [at, what] of happened.slice(0, most.course)) paper.row(time(at), what, { size: 9 });
  rest(paper, happened.length - most.course, text.moreEvents);
}

function tasks(paper: Paper, { dossier: text }: Texts, { tasks: all, followUpOn }: DossierIncident): void {
  if (all.length > 0) {
    paper.heading(2, text.tasks);
    for (const { what, ownerName, dueOn, doneAt } of all.slice(0, most.tasks)) {
      const more = [ownerName, dueOn, doneAt === null ? text.taskOpen : text.taskDone];
      paper.paragraph(`${what} (${more.filter((each) => each !== null).join('; ')})`, { above: 2 });
    }
    rest(paper, all.length - most.tasks, text.moreEvents);
  }
  if (followUpOn !== null) paper.row(text.followUp, followUpOn);
}

const rest = (paper: Paper, count: number, sentence: (count: number) => string): void => {
  if (count > 0) paper.paragraph(sentence(count), { above: 2 });
};

function evidence(paper: Paper, t: Texts, { messages, log }: DossierDocument, time: Time, url: string): void {
  const { dossier: text } = t;
  paper.heading(2, text.evidence);
  if (messages.length === 0) paper.paragraph(text.noMessages, { above: 2 });
  for (const message of messages.slice(0, most.messages)) oneMessage(paper, t, message, time);
  rest(paper, messages.length - most.messages, text.moreMessages);
  if (log === null) return;
  paper.row(text.logName, log.origin);
  paper.row(text.logSize, String(log.size));
  paper.row(text.logRoot, log.root);
  paper.heading(2, text.check);
  for (const step of text.steps(url)) paper.paragraph(step, { size: 9, above: 2 });
}

function oneMessage(
  paper: Paper,
  t: Texts,
  { message, recipients, evidence: file }: DossierMessage,
  time: Time,
): void {
  const { dossier: text } = t;
  paper.paragraph(message, { weight: 700, above: 6 });
  for (const each of recipients.slice(0, most.recipients)) {
    paper.paragraph(`${each.email ?? text.erased}: ${verdictOf(t, each, time)}`, { above: 2, indent: 12 });
    paper.paragraph(`${text.delivery} ${each.delivery}`, { size: 8.5, above: 0, indent: 12 });
  }
  rest(paper, recipients.length - most.recipients, text.moreRecipients);
  if (typeof file === 'string') return paper.paragraph(text.missing[file], { above: 2 });
  paper.row(text.attached, file.name);
  paper.row(text.fingerprint, file.sha256);
}

function verdictOf(
  { dossier: text, recalls: { verdict } }: Texts,
  { events, openedAt, files, postedAt, deletion, recalledAt, unsealed }: DossierRecipient,
  time: Time,
): string {
  const opened = [
    unsealed ? text.unsealed : openedAt === null ? text.never(events) : text.openedAt(time(openedAt)),
    files.length > 0 &&
      text.files(files.map(({ part, at }) => `${text.file(part)} (${time(at)})`).join(', ')),
    postedAt !== null && text.postedAt(time(postedAt)),
    recalledAt !== null && text.recalledAt(time(recalledAt)),
    deletion !== null && toldOf(verdict, deletion, time),
  ];
  return opened.filter((each) => typeof each === 'string').join('; ');
}

/** What an authority asks first of somebody who has read it. */
function toldOf(
  verdict: Texts['recalls']['verdict'],
  { askedAt, confirmedAt, passedOn }: DeletionStory,
  time: Time,
): string {
  if (confirmedAt === null) return `${verdict.asked}, ${time(askedAt)}. ${verdict.notConfirmed}`;
  const answer = passedOn === null ? '' : ` ${verdict.passedOn[passedOn]}`;
  return `${verdict.confirmed}, ${time(confirmedAt)}.${answer}`;
}

/** Drafts in all languages, for both authorities where none was chosen. */
function attachments(
  paper: Paper,
  { incident, messages, authority, made }: DossierDocument,
  { organisation, timeZone }: DocumentContext,
  { dossier: text }: Texts,
): void {
  const sent = messages.flatMap(({ sentAt }) => sentAt ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  for (const each of authorities) {
    if (authority !== null && each !== authority) continue;
    paper.paragraph(text.draftsAttached(text.authorities[each]), { above: 6 });
    for (const language of languages) {
      const context = { organisation, timeZone, sentAt: sent[0] ?? null, now: made };
      const draft = authorityDraft(incident, each, language, context);
      // A byte order mark, for editors that would guess another encoding.
      paper.attach(`${each}-${language}.txt`, Buffer.from(`\ufeff${draft}`), {
        type: 'text/plain',
        description: text.draftFile,
      });
    }
  }
  for (const { evidence: file } of messages) {
    if (typeof file === 'string') continue;
    paper.attach(file.name, file.bytes, { type: 'application/jose+json', description: text.evidenceFile });
  }
}
