import { z } from 'zod';
import { languages } from '../../message/languages.ts';
import { text } from './schema-text.ts';

const name = text({ least: 1, most: 200 });

/** In one request: the whole list is kept or none of it. */
export const mostContacts = 10_000;

export const contact = z.strictObject({
  email: text({ most: 320 }),
  name: name.optional(),
  phone: text({ most: 100 }).optional(),
  language: z.enum(languages).optional(),
  unit: name.optional().describe('Name of the unit it belongs to; absent: the whole organisation.'),
});

export const contacts = z.strictObject({
  contacts: z.array(contact).min(1).max(mostContacts),
});

export const savedContacts = z.strictObject({ saved: z.int() });
