import { z } from 'zod';
import { limits } from '../../delivery/limits.ts';
import { phoneVerifications } from '../../message/phone-verifications.ts';
import { instant, text, uuid } from './schema-text.ts';

const chosen = z
  .array(uuid)
  .min(1)
  .max(limits.recipients)
  .optional()
  .describe('Ids of deliveries of this message; absent: all of them.');

export const reminder = z.strictObject({ deliveries: chosen });

export const extension = z.strictObject({ expiresAt: instant, deliveries: chosen });

export const correction = z.strictObject({
  phone: text({ least: 1, most: 100 }),
  verified: z
    .enum(phoneVerifications)
    .optional()
    .describe('How it was made sure that the number is theirs, for the evidence. Absent: unknown.'),
  words: text({ most: 500 }).optional().describe('More in one’s own words; needed with other.'),
});

export const newAccessCode = z.strictObject({});

export const madeAccessCode = z.strictObject({
  id: uuid,
  accessCode: z.string().describe('Told this once. The one before opens nothing any more.'),
});

export const unlock = z.strictObject({});

const reason = z.string().optional().describe('Why not.');

export const reminded = z.strictObject({
  deliveries: z.array(z.strictObject({ id: uuid, email: z.string(), reminded: z.boolean(), reason })),
});

export const extended = z.strictObject({
  deliveries: z.array(z.strictObject({ id: uuid, email: z.string(), extended: z.boolean(), reason })),
});

export const corrected = z.strictObject({ id: uuid, corrected: z.literal(true) });

export const unlocked = z.strictObject({ id: uuid, unlocked: z.literal(true) });
