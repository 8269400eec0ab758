import { z } from 'zod';
import { text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });

export const unit = z.strictObject({
  name: name.describe('As colleagues know it; no other unit has it, in any case.'),
  outwardName: name.optional().describe('As recipients see it; absent: the same.'),
  functionAddress: text({ most: 320 }).optional().describe('Address of a mailbox that the unit shares.'),
});

export const unitChange = unit.extend({
  version: z.int().describe('Of the unit as you read it: whoever changed it meanwhile is not overwritten.'),
});

export const shownUnit = z.strictObject({
  id: uuid,
  version: z.int(),
  name: z.string(),
  outwardName: z.string(),
  functionAddress: z.string().optional(),
});

export const createdUnit = z.strictObject({ id: uuid });

export const units = z.strictObject({ units: z.array(shownUnit) });
