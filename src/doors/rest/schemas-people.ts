import { z } from 'zod';
import { roles } from '../../message/rights.ts';
import { text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });

export const person = z.strictObject({
  email: text({ most: 320 }),
  name,
  role: z.enum(roles).default('sender'),
  unit: name.optional().describe('Name of the unit; absent: the first one.'),
});

export const createdPerson = z.strictObject({
  id: uuid,
  link: z.url().describe('Sets the password, once, within 72 hours. Hand it to this person alone.'),
});
