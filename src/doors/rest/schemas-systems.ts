import { z } from 'zod';
import { isNetwork } from '../../desk/systems/network.ts';
import { mostEntries } from '../../desk/systems/system-fields.ts';
import { instant, stamp, text, uuid } from './schema-text.ts';
import { wantedScopes } from './schemas-secrets.ts';

const name = text({ least: 1, most: 200 });

const from = z
  .array(text({ least: 1, most: 320 }))
  .min(1)
  .max(mostEntries)
  .describe('Addresses it may send from: an address, *@domain, or * for any.');

const ownerDescription = 'Address of the person who answers for it and gets its failures.';
const owner = text({ most: 320 });

const networks = z
  .array(
    text({ most: 50 }).refine(isNetwork, {
      error: 'must be a network such as 10.1.2.0/24 or 2001:db8::/32',
    }),
  )
  .max(mostEntries)
  .describe('CIDR. Whoever sends mail from there needs no secret.');

export const system = z.strictObject({
  name,
  from,
  owner: owner.optional().describe(ownerDescription),
  networks: networks.optional(),
  unit: name.optional().describe('Name of the unit; absent: the first one.'),
  scopes: wantedScopes.optional(),
  expiresAt: instant.nullish().describe('When the secret ends; absent or null: never.'),
});

export const createdSystem = z.strictObject({
  id: uuid,
  secret: z.string().describe('The bearer token. Shown this once.'),
});

export const changedSystem = z.strictObject({
  version: z.int().min(1).describe('Of the state that the change was made from.'),
  name,
  from,
  owner: owner.nullable().describe(ownerDescription),
  networks,
  unit: name.describe('Name of the unit.'),
});

export const aSystem = z.strictObject({
  id: uuid,
  name: z.string(),
  from: z.array(z.string()),
  owner: z.string().nullable(),
  networks: z.array(z.string()),
  unit: z.string(),
  version: z.int(),
  state: z.enum(['open', 'closed']),
  createdAt: stamp,
  closedAt: stamp.nullable(),
  lastUsedAt: stamp.nullable().describe('When any of its secrets was last used, to the minute.'),
});

export const systems = z.strictObject({ systems: z.array(aSystem) });

export const nothing = z.strictObject({});
