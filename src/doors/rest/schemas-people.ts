import { z } from 'zod';
import { roles } from '../../message/rights.ts';
import { stamp, text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });
const email = text({ most: 320 });

const role = z.strictObject({
  role: z.enum(roles),
  unit: name.optional().describe('Name of the unit in which it holds; absent: in all of them.'),
});

const held = z.array(role).max(200);

export const person = z
  .strictObject({
    email,
    name,
    role: z.enum(roles).optional().describe('A sender in their unit, and this besides. Sender, unless told.'),
    unit: name.optional().describe('Name of the unit they belong to; absent: the first one.'),
    roles: held.optional().describe('All of their roles, instead of `role`.'),
  })
  .refine((value) => value.role === undefined || value.roles === undefined, {
    path: ['roles'],
    error: 'must not come together with role',
  });

const link = z.url().describe('Sets the password, once, within 72 hours. Hand it to this person alone.');

export const createdPerson = z.strictObject({ id: uuid, link });

export const madeLink = z.strictObject({ link });

export const personChange = z.strictObject({
  version: z
    .int()
    .describe('Of the person as you read it: whoever changed them meanwhile is not overwritten.'),
  name,
  email,
  unit: name,
  roles: held.describe('In place of all that they have.'),
});

export const shownPerson = z.strictObject({
  id: uuid,
  version: z.int(),
  name: z.string(),
  email: z.string(),
  unit: z.string().describe('Name of the unit they belong to.'),
  roles: z.array(z.strictObject({ role: z.enum(roles), unit: z.string().optional() })),
  signsIn: z
    .enum(['password', 'passkey', 'provider', 'link'])
    .optional()
    .describe('Absent: not before a password is chosen.'),
  deactivatedAt: stamp.optional().describe('Absent: active.'),
});

export const peopleQuery = z.strictObject({
  unit: name.optional().describe('Name of the unit they belong to.'),
  email: email.optional().describe('The whole address, in any case.'),
  state: z.enum(['active', 'deactivated']).optional().describe('Absent: both.'),
  after: uuid.optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const people = z.strictObject({
  people: z.array(shownPerson),
  next: uuid.optional().describe('Absent: there are no more.'),
});

export const nothing = z.strictObject({});

export const activated = z.strictObject({
  changed: z.boolean().describe('false: it was so already.'),
});
