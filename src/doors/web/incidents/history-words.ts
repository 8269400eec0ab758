import type { Texts } from '../../../../views/languages/index.ts';
import type { HistoryLineView, HistoryValue, HistoryView } from '../../../../views/models/history.ts';

/** The fields of an incident's events by the words of its forms; what is not named here is for machines. */
const labelsOf = ({ incidents, dossier }: Texts): Readonly<Record<string, string>> => ({
  title: incidents.shortTitle,
  what: incidents.sections.what,
  cause: incidents.cause,
  dataKinds: incidents.kindsLegend,
  persons: incidents.personsCount,
  records: incidents.recordsCount,
  consequences: incidents.sections.consequences,
  measures: incidents.sections.measures,
  responsible: incidents.responsible,
  deputy: incidents.deputy,
  awareAt: dossier.aware,
  reportedAt: incidents.clock.reportedAt,
  delayReason: dossier.delay,
  followUpOn: incidents.followUpOn,
  unit: incidents.unit,
  messages: incidents.sections.messages,
  party: incidents.party,
  who: incidents.who,
  at: incidents.toldWhen,
  owner: incidents.owner,
  dueOn: incidents.dueOn,
  decision: incidents.sections.decision,
  why: incidents.why,
  hours: incidents.hours,
});

/** What is done about a task is told as one: its words are no account of what happened. */
const taskLabelsOf = ({ incidents }: Texts): Readonly<Record<string, string>> => ({
  what: incidents.sections.tasks,
  owner: incidents.owner,
  dueOn: incidents.dueOn,
  done: incidents.sections.tasks,
});

/** Codes of these fields as words. */
const codesOf = ({ incidents }: Texts): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  cause: incidents.causes,
  dataKinds: incidents.kinds,
  party: incidents.parties,
  decision: incidents.decisions,
});

/** An incident's history in the words of a language. */
export function inWords({ lines, older }: HistoryView, t: Texts): HistoryView {
  const [incidentLabels, taskLabels, codes] = [labelsOf(t), taskLabelsOf(t), codesOf(t)];
  const said = (field: string, value: HistoryValue): HistoryValue => {
    if (field === 'done' && value === true) return t.incidents.doneAt;
    if (Array.isArray(value)) return (value as readonly HistoryValue[]).map((each) => said(field, each));
    const words = codes[field];
    return typeof value === 'string' && words && Object.hasOwn(words, value) ? words[value]! : value;
  };
  const told = (line: HistoryLineView): HistoryLineView => {
    const isTask = line.facts.some(({ field, value }) => field === 'part' && value === 'task');
    const labels = isTask ? taskLabels : incidentLabels;
    const isTold = ({ field }: { readonly field: string }) => Object.hasOwn(labels, field);
    return {
      ...line,
      // What a change also says of itself, it says once.
      facts: line.facts
        .filter(isTold)
        .filter(({ field }) => !line.changes.some((change) => change.field === field))
        .map(({ field, value }) => ({ field: labels[field]!, value: said(field, value) })),
      changes: line.changes.filter(isTold).map(({ field, states }) => ({
        field: labels[field]!,
        states: states.map((state) => said(field, state)),
      })),
    };
  };
  return { lines: lines.map(told), older };
}
