import { z } from 'zod';
import {
  columnKinds,
  encodings,
  rowActions,
  rowProblems,
  separators,
} from '../../message/contact-imports.ts';
import { languages } from '../../message/languages.ts';
import { stamp, text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });

/** In one request: the whole list is kept or none of it. */
export const mostContacts = 10_000;

const identity = text({ most: 100 });

const fields = {
  email: text({ most: 320 }),
  name: name.optional(),
  phone: text({ most: 100 }).optional(),
  language: z.enum(languages).optional(),
  unit: name.optional().describe('Name of the unit it belongs to; absent: the whole organisation.'),
};

export const contact = z.strictObject({
  ...fields,
  identity: identity
    .optional()
    .describe(
      'CPR number or personnummer, by which an eID is matched. Kept sealed, and answered to nobody. Absent: as it was.',
    ),
});

export const contacts = z.strictObject({
  contacts: z.array(contact).min(1).max(mostContacts),
});

export const savedContacts = z.strictObject({ saved: z.int() });

const version = z.int().min(1).max(2_147_483_647);

export const storedContact = z.strictObject({
  ...fields,
  id: uuid,
  version,
  hasIdentity: z.literal(true).optional().describe('An identity number is kept.'),
});

const limit = z.coerce.number().int().min(1).max(1000).default(100);

export const contactsQuery = z.strictObject({
  email: text({ most: 320 }).optional().describe('This address alone, in any case.'),
  unit: name.optional().describe('Name of a unit; absent: contacts of all of them and of the organisation.'),
  after: uuid.optional().describe('The `next` of the page before.'),
  limit,
});

export const contactPage = z.strictObject({
  contacts: z.array(storedContact),
  next: uuid.optional().describe('`after` of the following page; absent: this is the last.'),
});

export const changedContact = z.strictObject({
  ...fields,
  identity: identity
    .nullable()
    .optional()
    .describe('CPR number or personnummer. Absent: as it was; null: it is removed.'),
  version: version.describe('The one that the change was made from.'),
});

export const deletion = z.strictObject({
  version: version.optional().describe('The one that was looked at; absent: whichever it is.'),
});

export const deletedContact = z.strictObject({ id: uuid, deleted: z.literal(true) });

export const importQuery = z.strictObject({
  unit: name.optional().describe('Name of the unit of rows that name none; absent: the whole organisation.'),
});

const count = z.int();

const problem = z
  .strictObject({
    code: z.enum(rowProblems),
    detail: z.string().optional().describe('The column; of a duplicate, the line that counts.'),
  })
  .describe('Why the row is left out.');

const values = {
  email: z.string().optional(),
  name: z.string().optional(),
  phone: z.string().optional(),
  language: z.string().optional(),
};

export const importRow = z.strictObject({
  line: z.int().describe('In the file, from 1.'),
  action: z.enum(rowActions),
  problem: problem.optional(),
  ...values,
  unit: z.string().optional(),
  before: z.strictObject(values).optional().describe('The contact as it stood.'),
});

export const contactImport = z.strictObject({
  id: uuid,
  state: z.enum(['preview', 'applied', 'undone']),
  unit: z.string().optional(),
  createdAt: stamp,
  appliedAt: stamp.optional(),
  undoneAt: stamp.optional(),
  findings: z.strictObject({
    encoding: z.enum(encodings),
    separator: z.enum(separators).optional().describe('Absent: there is one column.'),
    columns: z.partialRecord(z.enum(columnKinds), z.string()),
    ignored: z.array(z.string()).describe('Columns that mean nothing here.'),
    sha256: z.string(),
  }),
  counts: z.strictObject({ add: count, change: count, same: count, problem: count }),
  applied: z.strictObject({ added: count, changed: count, skipped: count }).optional(),
  undone: z.strictObject({ deleted: count, restored: count, kept: count }).optional(),
  problems: z.array(importRow).describe('The first fifty rows that are left out.'),
});

export const rowsQuery = z.strictObject({
  action: z.enum(rowActions).optional(),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('The `next` of the page before.'),
  limit,
});

export const importRows = z.strictObject({
  rows: z.array(importRow),
  next: z.int().optional().describe('`after` of the following page; absent: this is the last.'),
});

export const nothing = z.strictObject({});
