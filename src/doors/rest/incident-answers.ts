import type { Incident, IncidentLine } from '../../desk/incidents/incident.ts';
import { withoutNulls } from './contact-answers.ts';

/** Incidents as answers show them: units by their names. */
export const incidentAnswer = ({
  unit: _,
  unitName,
  messages,
  told,
  tasks,
  letters,
  ...incident
}: Incident) => ({
  ...withoutNulls({ ...incident, unit: unitName }),
  messages: messages.map(withoutNulls),
  told,
  tasks: tasks.map(withoutNulls),
  letters,
});

export const lineAnswer = ({ unitName, ...line }: IncidentLine) => withoutNulls({ ...line, unit: unitName });

const id = '01926f2e-7a10-7c55-8d0b-6a1f0c9e4b31';

export const lineExample = {
  id,
  number: '2026-7',
  unit: 'Borgerservice',
  origin: 'recall' as const,
  awareAt: '2026-11-20T08:30:00.000000Z',
  dueAt: '2026-11-23T08:30:00.000000Z',
  title: 'A decision went to a wrong address',
  cause: 'wrong_address' as const,
  persons: 2,
  followUpOn: '2026-12-01',
  decision: 'no_report' as const,
  openTasks: 1,
};

const { openTasks: _, decision, ...described } = lineExample;

export const incidentExample = {
  ...described,
  version: 3,
  openedAt: '2026-11-20T08:41:12.345678Z',
  openedBy: 'Casework',
  what: 'A decision about two citizens went to an address of another domain.',
  dataKinds: ['contact', 'health'] as ('contact' | 'health')[],
  consequences: '',
  measures: 'Recalled before anybody opened it.',
  responsibleLeft: false,
  deputyLeft: false,
  decision: { decision, why: 'Nobody opened it.', by: 'Casework', at: '2026-11-20T09:30:00.123456Z' },
  delayReason: '',
  needsDelayReason: false,
  messages: [
    {
      message: '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10',
      delivery: '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21',
      addedAt: '2026-11-20T08:41:12.345678Z',
    },
  ] as [{ message: string; delivery: string; addedAt: string }],
  told: [
    {
      id: '01926f2e-7a11-7c55-8d0b-6a1f0c9e4b32',
      party: 'wrong_recipient' as const,
      who: 'By phone',
      at: '2026-11-20T09:00:00.000000Z',
    },
  ],
  tasks: [
    {
      id: '01926f2e-7a12-7c55-8d0b-6a1f0c9e4b33',
      what: 'Check the address book',
      dueOn: '2026-12-01',
    },
  ] as [{ id: string; what: string; dueOn: string }],
  letters: [],
};
