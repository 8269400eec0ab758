import { z } from 'zod';
import { managedTypes } from '../../desk/history.ts';
import { stamp, uuid } from './schema-text.ts';

const page = {
  after: uuid.optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const subjectQuery = z.strictObject(page);

export const historyQuery = z.strictObject({
  subject: uuid.optional().describe('Id of the person, unit, system or contact; absent: everything.'),
  type: z.enum(managedTypes).optional(),
  ...page,
});

const state = z.record(z.string(), z.unknown());

export const history = z.strictObject({
  history: z.array(
    z.strictObject({
      event: uuid,
      type: z.enum(managedTypes),
      at: stamp,
      actor: z.strictObject({
        kind: z.enum(['sender', 'recipient', 'system', 'staff']),
        id: uuid,
        name: z.string().optional().describe('As they are called now.'),
      }),
      kind: z.string().optional().describe('What was changed: person, unit, system, contact, import.'),
      subject: uuid.optional().describe('Its id.'),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      before: state
        .optional()
        .describe('The fields that changed. Absent: there was nothing, or it was erased.'),
      after: state.optional(),
      erased: z.literal(true).optional().describe('What was changed was said, and is erased.'),
    }),
  ),
  next: uuid.optional().describe('Absent: there is no more.'),
});
