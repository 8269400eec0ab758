import { z } from 'zod';
import { groundsLength } from '../../delivery/erasure-grounds.ts';
import { limits } from '../../delivery/limits.ts';
import { erasureReasons } from '../../message/erasures.ts';
import { statuses } from '../../message/statuses.ts';
import { stamp, text, uuid } from './schema-text.ts';

export const erasure = z.strictObject({
  deliveries: z
    .array(uuid)
    .min(1)
    .max(limits.recipients)
    .optional()
    .describe('Whose recipients are erased, while the others keep the message; absent: the whole message.'),
  reason: z.enum(erasureReasons),
  words: text({ most: groundsLength })
    .optional()
    .describe('Why, in words that name nobody: they are kept. Needed where the reason is other.'),
});

export const erased = z.strictObject({
  id: uuid,
  erasedAt: stamp.optional().describe('When the content was erased for everybody; absent: it was not.'),
  deliveries: z.array(
    z.strictObject({
      id: uuid,
      status: z.enum(Object.keys(statuses) as [keyof typeof statuses]),
      erasedAt: stamp.optional(),
    }),
  ),
});
