import { z } from 'zod';
import { passedOnAnswers } from '../../message/misdeliveries.ts';
import { limits } from '../../delivery/limits.ts';
import { recallReasons } from '../../message/recalls.ts';
import { statuses } from '../../message/statuses.ts';
import { accessCode, recipient } from './schemas-messages.ts';
import { stamp, text, uuid } from './schema-text.ts';

/** In UTF-16 code units. */
const most = 500;

const words = text({ most })
  .optional()
  .describe('More in one’s own words, for the evidence. Recipients do not see them.');

export const recall = z.strictObject({
  deliveries: z
    .array(uuid)
    .min(1)
    .max(limits.recipients)
    .optional()
    .describe('Ids of deliveries of this message; absent: all of them.'),
  reason: text({ least: 1, most }).describe(
    `One of ${recallReasons.join(', ')}; any other text counts as other, in these words.`,
  ),
  words,
});

export const redirect = z.strictObject({
  delivery: uuid.optional().describe('The one that went wrong. Needed, unless deliveries names it.'),
  deliveries: z.array(uuid).length(1).optional().describe('The same, as a list of one.'),
  to: recipient.describe('The right person, as in a new message.'),
  reason: text({ most }).optional().describe('Why, in one’s own words, for the evidence.'),
});

const status = z.enum(Object.keys(statuses) as [keyof typeof statuses]);

const part = z.strictObject({
  part: z.int().describe('The number of the attachment, from 1.'),
  filename: z.string().optional().describe('Absent where the content is gone.'),
  at: stamp.describe('When it was first released.'),
  bytes: z
    .int()
    .optional()
    .describe(
      'How many of its bytes have left, none counted twice; absent: a transfer’s end is not recorded.',
    ),
});

export const verdict = z.strictObject({
  id: uuid,
  email: z.string().describe('Empty once erased.'),
  readerOf: uuid.optional().describe('The delivery whose recipient lets this one’s read it.'),
  passedFrom: uuid.optional().describe('The delivery of a shared mailbox from which it was passed on.'),
  status,
  verdict: z
    .enum(['never_opened', 'opened'])
    .describe('never_opened: of its events 1 to events, none is an opening.'),
  events: z.int().describe('The number of the recall among the delivery’s events; without one, of the last.'),
  openedAt: stamp.optional().describe('When content first left for the recipient.'),
  parts: z.array(part).optional().describe('The attachments that were released; with opened.'),
  postedAt: stamp
    .optional()
    .describe(
      'When somebody noted that it was printed and posted to the recipient: no recall reaches that letter.',
    ),
  deletion: z
    .strictObject({
      askedAt: stamp,
      confirmedAt: stamp.optional(),
      passedOn: z.enum(passedOnAnswers).optional().describe('Whether they passed it on, by their own word.'),
    })
    .optional()
    .describe('That they were asked to delete what they had read, and what they answered.'),
  recalled: z.boolean(),
  recalledAt: stamp.optional(),
  reason: z.string().optional().describe('Why it could not be recalled.'),
  deadUntil: stamp
    .optional()
    .describe('From when on no backup can be opened that was made before the recall.'),
});

export const recalled = z.strictObject({ deliveries: z.array(verdict) });

export const redirected = z.strictObject({
  recalled: verdict.describe('On the wrong delivery.'),
  delivery: z.strictObject({
    id: uuid,
    email: z.string(),
    status,
    reason: z.string().optional(),
    accessCode,
  }),
});
