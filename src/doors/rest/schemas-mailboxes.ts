import { z } from 'zod';
import { mostMembers } from '../../desk/mailboxes/mailbox.ts';
import { languages } from '../../message/languages.ts';
import { text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });
const unit = name
  .optional()
  .describe('Name of the unit whose messages it is for; absent: the whole organisation.');
const version = z.int().min(1).max(2_147_483_647);

export const newMember = z.strictObject({
  name,
  phone: text({ least: 1, most: 100 }).describe('Codes go here. No two members of a mailbox have the same.'),
  language: z.enum(languages).optional().describe('Of the codes; absent: as the message.'),
});

export const member = newMember.extend({ id: uuid });

export const newMailbox = z.strictObject({ address: text({ least: 1, most: 320 }), name, unit });

export const changedMailbox = z.strictObject({
  version: version.describe('The one that the change was made from.'),
  name,
});

export const mailbox = z.strictObject({
  id: uuid,
  address: z.string(),
  name: z.string(),
  unit: z.string().optional(),
  version: version.describe('Counts up with each change, of its members too.'),
  members: z.array(member).describe(`At most ${mostMembers}.`),
});

export const mailboxes = z.strictObject({ mailboxes: z.array(mailbox) });

export const ended = z.strictObject({ id: uuid, ended: z.literal(true) });
