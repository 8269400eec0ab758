import { isDeepStrictEqual } from 'node:util';
import type { PolicyForm, PolicyProblem, StepRow } from '../../../../views/models/policy.ts';
import { mostAlarmed, mostHours, mostSteps, stepOutOfOrder } from '../../../desk/policy-rules.ts';
import { isStrength } from '../../../message/acknowledgements.ts';
import { type AlarmPolicy, ladderSteps, type Policy } from '../../../message/policy.ts';
import { longestUndo } from '../../../message/recalls.ts';

/** What stands in the policy only where somebody decided it: undoing, the ladder, alarms, how to sign. */
type Sections = Pick<PolicyForm, 'undoMinutes' | 'steps' | 'people' | 'deputy' | 'atLeast'>;

export const emptyStep: StepRow = { hours: '', do: 'reminder' };

/** As the form shows it: always with a row to type in. */
export function sectionsOf({ undoMinutes = 0, ladder, alarms, acknowledgement }: Policy): Sections {
  const steps = (ladder?.steps ?? []).map(({ afterHours, do: kind }) => ({
    hours: String(afterHours),
    do: kind,
  }));
  const people = alarms?.people ?? [];
  return {
    undoMinutes: String(undoMinutes),
    steps: steps.length > 0 ? steps : [emptyStep],
    people: people.length > 0 ? people : [''],
    deputy: alarms?.deputy ?? '',
    atLeast: acknowledgement?.atLeast ?? 'code',
  };
}

/** What was typed, by the names of fields; `undefined`: a field is missing. A section of which nothing came stays as it stands. */
export function readSections(
  valuesOf: (name: string) => readonly string[],
  standing: Policy,
): Sections | undefined {
  const now = sectionsOf(standing);
  const [undo, hours, kinds] = [valuesOf('undoMinutes'), valuesOf('stepHours'), valuesOf('stepDo')];
  const [people, deputy] = [valuesOf('alarmPerson'), valuesOf('deputy')];
  const atLeast = valuesOf('atLeast');
  const isWhole =
    atLeast.length <= 1 &&
    undo.length <= 1 &&
    hours.length === kinds.length &&
    deputy.length === (people.length > 0 ? 1 : 0);
  if (!isWhole) return undefined;
  const steps = hours.map((each, index) => ({
    hours: each,
    do: ladderSteps.find((kind) => kind === kinds[index]) ?? 'reminder',
  }));
  return {
    undoMinutes: undo[0] ?? now.undoMinutes,
    steps: steps.length > 0 ? steps : now.steps,
    people: people.length > 0 ? people : now.people,
    deputy: deputy[0] ?? now.deputy,
    atLeast: isStrength(atLeast[0]) ? atLeast[0] : now.atLeast,
  };
}

/** The same as parts of a policy. What was not changed stays exactly as it stood, undecided too. */
export function decidedSections(
  form: PolicyForm,
  standing: Policy,
): Pick<Policy, 'undoMinutes' | 'ladder' | 'alarms' | 'acknowledgement'> {
  const now = sectionsOf(standing);
  const { undoMinutes, ladder, alarms, acknowledgement } = standing;
  const steps = form.steps
    .filter(({ hours }) => hours)
    .map((row) => ({ afterHours: Number(row.hours), do: row.do }));
  const typed: AlarmPolicy = {
    people: form.people.filter(Boolean),
    ...(form.deputy ? { deputy: form.deputy } : {}),
  };
  const isSame = (...names: readonly (keyof Sections)[]) =>
    names.every((name) => isDeepStrictEqual(form[name], now[name]));
  const kept = <Value>(same: boolean, before: Value | undefined, after: Value | undefined) =>
    same ? before : after;
  const decided = {
    undoMinutes: kept(isSame('undoMinutes'), undoMinutes, Number(form.undoMinutes)),
    ladder: kept(isSame('steps'), ladder, steps.length > 0 ? { steps } : undefined),
    alarms: kept(
      isSame('people', 'deputy'),
      alarms,
      typed.people.length > 0 || typed.deputy !== undefined ? typed : undefined,
    ),
    acknowledgement: kept(
      isSame('atLeast'),
      acknowledgement,
      form.atLeast === 'code' ? undefined : { atLeast: form.atLeast },
    ),
  };
  return Object.fromEntries(Object.entries(decided).filter(([, value]) => value !== undefined));
}

/** What is wrong with them, each at its row. `strangers`: addresses among them under which nobody works here. */
export function problemsOfSections(form: PolicyForm, strangers: readonly string[]): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const add = (field: PolicyProblem['field'], row: number | null, problem: PolicyProblem['problem']) =>
    problems.push({ field, row, problem });
  if (!isWithin(form.undoMinutes, 0, longestUndo)) add('undoMinutes', null, 'not_minutes');

  const steps = [...form.steps.entries()].filter(([, { hours }]) => hours);
  for (const [row, { hours }] of steps)
    if (!isWithin(hours, 1, mostHours)) add('stepHours', row, 'not_hours');
  const typed = steps.map(([, { hours }]) => ({ afterHours: Number(hours) }));
  const at = stepOutOfOrder(typed);
  if (at > 0 && !problems.some(({ field }) => field === 'stepHours')) {
    const isSame = typed.slice(0, at).some(({ afterHours }) => afterHours === typed[at]!.afterHours);
    add('stepHours', steps[at]![0], isSame ? 'same_hours' : 'not_rising');
  }
  if (steps.length > mostSteps) add('stepHours', steps[mostSteps]![0], 'too_many_steps');

  const seen = new Set<string>();
  for (const [row, address] of form.people.entries()) {
    if (!address) continue;
    if (strangers.includes(address)) add('alarmPerson', row, 'nobody_here');
    else if (seen.has(address.toLowerCase())) add('alarmPerson', row, 'same_person');
    seen.add(address.toLowerCase());
  }
  if (seen.size > mostAlarmed) add('alarmPerson', form.people.length - 1, 'too_many_people');
  if (strangers.includes(form.deputy)) add('deputy', null, 'nobody_here');
  return problems;
}

/** Whole numbers, in digits. */
const isWithin = (typed: string, least: number, most: number): boolean =>
  /^\d{1,4}$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
