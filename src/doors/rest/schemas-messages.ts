/** What is sent and told about messages. Every object is strict: a field that is not listed is refused by its name. */
import { z } from 'zod';
import { limits } from '../../delivery/limits.ts';
import { eventTypes } from '../../message/event-types.ts';
import { languages } from '../../message/languages.ts';
import { longestUndo } from '../../message/recalls.ts';
import { statuses } from '../../message/statuses.ts';
import { acknowledgement, answered, asked, options } from './schemas-acknowledgements.ts';
import { instant, stamp, text, uuid } from './schema-text.ts';

export const recipient = z.strictObject({
  email: text({ most: 1000 }).describe('Where the notice goes.'),
  phone: text({ most: 100 })
    .optional()
    .describe('Where the code goes. With country code, or as dialled in the country of the installation.'),
  name: text({ most: 200 }).optional(),
  language: z.enum(languages).optional(),
  accessCode: z
    .boolean()
    .optional()
    .describe(
      'Make a code to be handed over by other means, for somebody without a phone. It is answered once.',
    ),
  identity: text({ most: 30 })
    .optional()
    .describe('CPR number or personnummer, by which an eID is matched. Sealed, and never answered.'),
});

const fields = {
  from: text({ most: 1000 }).describe('Sender address; one that this system may use.'),
  to: z.array(recipient).min(1).describe(`At most ${limits.recipients}.`),
  subject: text({ most: 10_000 }).describe('Sealed with the content; never part of a notice.'),
  text: text().optional(),
  html: text().optional().describe('Shown sanitised. Pictures by cid: from the attachments.'),
  expiresAt: instant
    .optional()
    .describe(
      `Between an hour and ${limits.longestExpiryDays} days from now; else ${limits.expiryDays} days.`,
    ),
  undoMinutes: z
    .int()
    .min(0)
    .max(longestUndo)
    .optional()
    .describe(
      'For so many minutes the notices wait, and a recall leaves no trace with anybody; else as the policy says.',
    ),
  acknowledgement: acknowledgement.optional(),
  options: options.optional(),
  answers: uuid.optional().describe('The reply of a recipient that this answers.'),
};

/** The part `message` of a multipart request, whose files follow as parts of their own. */
export const messageWithoutFiles = z.strictObject(fields);

export const attachment = z.strictObject({
  filename: text({ least: 1, most: 1000 }),
  contentType: text({ most: 255 }),
  content: z.string().describe('Base64 (RFC 4648 section 4), with padding, without line breaks.'),
  contentId: text({ least: 1, most: 255 }).optional().describe('What the HTML calls it after cid:.'),
});

export const message = z.strictObject({
  ...fields,
  attachments: z.array(attachment).optional().describe(`At most ${limits.attachments}.`),
});

const status = z.enum(Object.keys(statuses) as [keyof typeof statuses]);

const deliveryLine = {
  id: uuid,
  email: z.string().describe('Empty once erased.'),
  status,
  reason: z.string().optional(),
};

/** Told once, where it was asked for. */
export const accessCode = z
  .string()
  .optional()
  .describe(
    'With accessCode: true. Hand it over by other means than mail. It is told this once, and kept nowhere.',
  );

export const accepted = z.strictObject({
  id: uuid,
  deliveries: z.array(z.strictObject({ ...deliveryLine, accessCode })),
  warnings: z.array(z.strictObject({ code: z.enum(['duplicate_recipient']), email: z.string() })).optional(),
});

export const timelineEvent = z.strictObject({
  type: z.enum(Object.keys(eventTypes) as [keyof typeof eventTypes]),
  at: stamp,
  seq: z
    .int()
    .optional()
    .describe('1, 2, 3… for each delivery, without gaps. Absent on events of the message.'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  server: z.string().optional().describe('The mail server that took the notice.'),
});

export const overview = z.strictObject({
  id: uuid,
  from: z.string(),
  sentAt: stamp,
  unit: z.string(),
  noticesAt: stamp.optional().describe('Until when the notices wait, or waited; absent: they left at once.'),
  erasedAt: stamp.optional().describe('When the content was erased, for everybody.'),
  acknowledgement: asked.optional().describe('What its recipients are asked to sign; absent: nothing.'),
  answers: uuid.optional().describe('The reply that it answers.'),
  deliveries: z.array(
    z.strictObject({
      ...deliveryLine,
      name: z.string().optional(),
      reference: z.string().describe('Empty once erased.'),
      expiresAt: stamp,
      acknowledgement: answered.optional().describe('Absent: this recipient has nothing to sign.'),
      erasedAt: stamp.optional(),
      timeline: z.array(timelineEvent),
    }),
  ),
});

export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: uuid.optional().describe('The value of next in the page before.'),
});

export const page = z.strictObject({
  messages: z.array(
    z.strictObject({
      id: uuid,
      from: z.string(),
      sentAt: stamp,
      deliveries: z.array(z.strictObject(deliveryLine)),
    }),
  ),
  next: uuid.optional().describe('The cursor of the next page; absent on the last.'),
});
