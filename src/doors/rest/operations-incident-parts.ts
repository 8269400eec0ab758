import { addTask } from '../../desk/incidents/add-task.ts';
import { addTold } from '../../desk/incidents/add-told.ts';
import { finishTask } from '../../desk/incidents/finish-task.ts';
import { addIncidentMessages } from '../../desk/incidents/incident-messages.ts';
import { incidentExample } from './incident-answers.ts';
import { answer, changing, common, keeperOf } from './incident-call.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-incidents.ts';

const { messages, tasks } = incidentExample;
const [{ message }] = messages;

/** What is only ever added to an incident, by any number of people at once. */
export const partOperations: readonly Operation[] = [
  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/messages',
    id: 'addIncidentMessages',
    summary: 'Say that an incident is also about these messages',
    body: schemas.messages,
    mostBytes: 2 * 1024 * 1024,
    examples: { body: { messages: [{ message }] }, answer: incidentExample },
    problems: changing,
    async run(call) {
      await addIncidentMessages(call.ctx, keeperOf(call), call.id, call.body.messages);
      return answer(call);
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/told',
    id: 'addTold',
    summary: 'Note who was told of an incident, and when',
    body: schemas.told,
    examples: {
      body: { party: 'wrong_recipient' as const, who: 'By phone', at: '2026-11-20T09:00:00Z' },
      answer: incidentExample,
    },
    problems: changing,
    async run(call) {
      await addTold(call.ctx, keeperOf(call), call.id, call.body);
      return answer(call);
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/tasks',
    id: 'addIncidentTask',
    summary: 'Add something that is to be done about an incident',
    body: schemas.task,
    examples: { body: { what: tasks[0].what, dueOn: '2026-12-01' }, answer: incidentExample },
    problems: changing,
    async run(call) {
      await addTask(call.ctx, keeperOf(call), call.id, call.body);
      return answer(call);
    },
  }),

  operation({
    ...common,
    method: 'post',
    path: '/incidents/{id}/completions',
    id: 'finishIncidentTask',
    summary: 'Say that a task of an incident is done',
    description: 'Said again, the first stands.',
    body: schemas.completion,
    examples: { body: { task: tasks[0].id }, answer: incidentExample },
    problems: changing,
    async run(call) {
      await finishTask(call.ctx, keeperOf(call), call.id, call.body.task);
      return answer(call);
    },
  }),
];
