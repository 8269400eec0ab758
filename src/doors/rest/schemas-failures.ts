import { z } from 'zod';
import { wordLength } from '../../desk/failures/close-failures.ts';
import { groupings } from '../../desk/failures/group-failures.ts';
import { closings, inboxKinds } from '../../message/failures.ts';
import { stamp, text, uuid } from './schema-text.ts';

const term = text({ least: 1, most: 260 });

const terms = {
  kind: z.enum(inboxKinds).optional(),
  reason: term.optional().describe('A code; `-`: those without one.'),
  system: term.optional().describe('Its id; `-`: those of no system.'),
  domain: term.optional().describe('Of the recipient; `-`: those without one.'),
  rule: term.optional().describe('By which it was refused or held; `-`: those of none.'),
  from: term.optional().describe('The first day, as `2027-02-01`, or a time.'),
  to: term.optional().describe('The last day, or a time.'),
};

export const failuresQuery = z.strictObject({
  ...terms,
  open: z
    .enum(['true', 'false'])
    .default('true')
    .describe('`false`: those that were dealt with or put right in the last thirty days.'),
  after: term.optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const groupsQuery = z.strictObject({
  ...terms,
  by: z.enum(groupings).default('cause').describe('`cause`: kind and reason together.'),
});

const code = z.string().describe('Of ours, of a mail server or of the telephone provider.');
const system = z.strictObject({ id: uuid, name: z.string() });

export const failures = z.strictObject({
  failures: z.array(
    z.strictObject({
      id: uuid,
      kind: z.enum(inboxKinds),
      reason: code.optional(),
      at: stamp,
      message: uuid.optional().describe('Absent: nothing was kept, or it is about no message.'),
      delivery: uuid.optional(),
      recipient: z.string().optional(),
      domain: z.string().optional(),
      rule: z.string().optional(),
      system: system.optional(),
      unit: z.string().optional(),
      error: z.string().optional().describe('What given-up work failed with.'),
      closedAt: stamp.optional(),
      closing: z.enum(closings).optional().describe('`resolved`: it was put right, and closed by itself.'),
      closedBy: z.string().optional(),
      word: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
});

export const groups = z.strictObject({
  groups: z.array(
    z.strictObject({
      kind: z.enum(inboxKinds).optional(),
      reason: code.nullable().optional(),
      system: system.nullable().optional(),
      domain: z.string().nullable().optional(),
      rule: z.string().nullable().optional(),
      open: z.int(),
      first: stamp.describe('When the oldest open one happened.'),
      last: stamp,
      recent: z.int().describe('All that happened in the last 7 days, closed or not.'),
      earlier: z.int().describe('The same in the 30 days before.'),
      grew: z.boolean(),
      stale: z.boolean().describe('Something has been open for more than 7 days.'),
    }),
  ),
});

export const closure = z.strictObject({
  word: text({ least: 1, most: 4 * wordLength }).describe(
    `What was done, in at most ${wordLength} characters.`,
  ),
});

export const closed = z.strictObject({ closed: z.int() });
