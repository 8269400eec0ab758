import { z } from 'zod';
import { overlap } from '../../desk/systems/secret-fields.ts';
import { scopes } from '../../message/scopes.ts';
import { instant, stamp, text, uuid } from './schema-text.ts';

export const wantedScopes = z
  .array(z.enum(scopes))
  .min(1)
  .describe('What the secret may be used for; none that the calling token lacks.');

export const newSecret = z.strictObject({
  name: text({ most: 100 }).optional().describe('Absent: the day, or the name of the one that is replaced.'),
  scopes: wantedScopes.optional(),
  expiresAt: instant
    .nullish()
    .describe(
      'When it ends; null: never. Absent: as long as the one that is replaced was to live, else never.',
    ),
  replaces: uuid.optional().describe('A secret of the system that is to end after the overlap.'),
  overlapHours: z
    .int()
    .min(0)
    .max(overlap.mostHours)
    .optional()
    .describe(`Hours for which both may be used; ${overlap.usualHours} unless told.`),
});

const scopeList = z.array(z.enum(scopes));

export const createdSecret = z.strictObject({
  id: uuid,
  name: z.string(),
  secret: z.string().describe('Shown this once. At the SMTP gateway the user is the id of the system.'),
  scopes: scopeList,
  expiresAt: stamp.nullable(),
  replaced: z
    .strictObject({ id: uuid, expiresAt: stamp })
    .nullable()
    .describe('The one that it replaces, and when that ends.'),
});

export const aSecret = z.strictObject({
  id: uuid,
  name: z.string(),
  scopes: scopeList,
  createdAt: stamp,
  expiresAt: stamp.nullable(),
  lastUsedAt: stamp.nullable().describe('To the minute.'),
  revokedAt: stamp.nullable(),
  state: z.enum(['live', 'expired', 'revoked']),
  replacedBy: uuid.nullable().describe('The live secret that came in its place.'),
});

export const secrets = z.strictObject({ secrets: z.array(aSecret) });

export const endedSecret = z.strictObject({ id: uuid, ended: z.literal(true) });

export const token = z.strictObject({
  id: uuid.describe('Of the secret that was sent.'),
  name: z.string(),
  scopes: scopeList,
  createdAt: stamp,
  expiresAt: stamp.nullable(),
  system: z.strictObject({ id: uuid, name: z.string(), from: z.array(z.string()) }),
});
