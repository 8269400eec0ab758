import { finishTask } from '../../delivery/ladder/finish-task.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-ladder.ts';

const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';

/** What people do about messages that stay unread. */
export const ladderOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/deliveries/{id}/tasks',
    scope: 'messages:act',
    id: 'createTaskOutcome',
    summary: 'Say what came of a call or a letter that the ladder asked for',
    description:
      'Closes what stands about it in the failures inbox. Refused with not_asked where nobody asks for it, it was done, or ' +
      'the recipient has opened the message meanwhile.',
    body: schemas.task,
    answer: schemas.done,
    examples: {
      body: { task: 'phone_task' as const, outcome: 'reached' as const, word: 'She will look tonight' },
      answer: { id: delivery, done: true as const },
    },
    problems: ['not_found', 'not_asked', 'invalid'],
    async run({ ctx, viewer, id, body }) {
      await finishTask(ctx, viewer, id, { ...body, word: body.word ?? '' });
      return { value: { id, done: true as const } };
    },
  }),
];
