import { z } from 'zod';
import { findingKinds } from '../../message/reconciliation.ts';
import { statuses } from '../../message/statuses.ts';
import { stamp, uuid } from './schema-text.ts';

const count = z.number().int().min(0);

export const asked = z.strictObject({
  id: uuid.describe('Of the count; `GET /reconciliation` gives its result once it has this id.'),
});

export const reconciliation = z.strictObject({
  id: uuid.nullable().describe('Null: nothing was ever counted.'),
  madeAt: stamp.nullable(),
  messages: count.describe('Messages that were accepted.'),
  deliveries: count,
  states: z
    .partialRecord(z.enum(Object.keys(statuses) as [keyof typeof statuses]), count)
    .describe('Deliveries in each status, as the events have it.'),
  differences: count.describe('0: everything agrees.'),
  findings: z.array(
    z.strictObject({
      kind: z.enum(findingKinds),
      count,
      examples: z
        .array(
          z.strictObject({
            message: uuid,
            delivery: uuid.nullable().describe('Null: it is about the message.'),
          }),
        )
        .describe('The first of them.'),
    }),
  ),
  underWay: z
    .strictObject({ id: uuid, askedAt: stamp, counted: count, total: count })
    .nullable()
    .describe('A count that has not come to its end.'),
});
