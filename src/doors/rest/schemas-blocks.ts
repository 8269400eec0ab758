import { z } from 'zod';
import { blockReasonLength } from '../../desk/blocks/block.ts';
import { stamp, text, uuid } from './schema-text.ts';

const pattern = z
  .string()
  .describe('An address, `example.dk` for that domain alone, or `*.example.dk` for every domain below it.');

export const blocksQuery = z.strictObject({
  lifted: z.enum(['true', 'false']).default('false').describe('`true`: those that were lifted.'),
  after: text({ least: 1, most: 100 }).optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const newBlock = z.strictObject({
  pattern: text({ least: 1, most: 320 }).describe(pattern.description!),
  reason: text({ least: 1, most: 4 * blockReasonLength }).describe(
    `Why, in at most ${blockReasonLength} characters.`,
  ),
  unit: text({ least: 1, most: 200 }).optional().describe('Name of a unit; absent: the whole organisation.'),
  sure: z
    .boolean()
    .optional()
    .describe('Needed for addresses of the organisation’s own, which are refused with in_use.'),
});

export const block = z.strictObject({
  id: uuid,
  pattern,
  reason: z.string(),
  unit: z.string().optional().describe('Absent: for the whole organisation.'),
  madeAt: stamp,
  madeBy: z.string().optional(),
  liftedAt: stamp.optional(),
  liftedBy: z.string().optional(),
});

export const blocks = z.strictObject({ blocks: z.array(block), next: z.string().optional() });
