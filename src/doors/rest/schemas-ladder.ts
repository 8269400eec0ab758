import { z } from 'zod';
import { taskWordLength } from '../../delivery/ladder/finish-task.ts';
import { taskKinds, taskOutcomes } from '../../message/ladder.ts';
import { text } from './schema-text.ts';

export const task = z.strictObject({
  task: z.enum(taskKinds),
  outcome: z
    .enum(Object.values(taskOutcomes).flat())
    .describe(
      'Of a phone_task: reached, not_reached or wrong_number; of a print_task: posted or not_needed.',
    ),
  word: text({ most: taskWordLength }).optional().describe('What is to be said besides.'),
});

export const done = z.strictObject({ id: z.uuid(), done: z.literal(true) });
