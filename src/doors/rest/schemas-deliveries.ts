import { z } from 'zod';
import { limits } from '../../delivery/limits.ts';
import { instant, text, uuid } from './schema-text.ts';

const chosen = z
  .array(uuid)
  .min(1)
  .max(limits.recipients)
  .optional()
  .describe('Ids of deliveries of this message; absent: all of them.');

export const reminder = z.strictObject({ deliveries: chosen });

export const extension = z.strictObject({ expiresAt: instant, deliveries: chosen });

export const correction = z.strictObject({ phone: text({ least: 1, most: 100 }) });

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
