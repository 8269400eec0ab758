import { z } from 'zod';
import { eventTypes } from '../../message/event-types.ts';
import { text, uuid } from './schema-text.ts';

const when = text({ most: 40 });
const address = text({ most: 320 });
const index = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const evidenceQuery = z.strictObject({
  from: when
    .optional()
    .describe(
      'The first day, as 2026-02-28 in the time zone of the installation, or an instant of RFC 3339.',
    ),
  to: when.optional().describe('The last day, or the instant before which to end.'),
  type: z.enum(Object.keys(eventTypes) as [string, ...string[]]).optional(),
  sender: address.optional().describe('The address, or its beginning with * at the end.'),
  recipient: address.optional().describe('The same.'),
  message: uuid.optional().describe('Of one message alone.'),
  format: z
    .enum(['csv', 'excel', 'jsonl'])
    .default('csv')
    .describe('excel: CSV with semicolons and a byte order mark.'),
  delimiter: z.enum([',', ';', '|', '\t', 'tab']).optional().describe('Of csv; a comma unless told.'),
  after: index.optional().describe('Goes on behind the entry of this index, without a first line.'),
  before: index
    .optional()
    .describe('Ends before the entry of this index, as the export did that is gone on with.'),
});

/** A streamed answer is no JSON. */
export const streamed = z.any();
