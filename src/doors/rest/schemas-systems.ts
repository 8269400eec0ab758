import { z } from 'zod';
import { isNetwork } from './network.ts';
import { text, uuid } from './schema-text.ts';

const name = text({ least: 1, most: 200 });

export const system = z.strictObject({
  name,
  from: z
    .array(text({ least: 1, most: 320 }))
    .min(1)
    .max(1000)
    .describe('Addresses it may send from: an address, *@domain, or * for any.'),
  owner: text({ most: 320 })
    .optional()
    .describe('Address of the person who answers for it and gets its failures.'),
  networks: z
    .array(
      text({ most: 50 }).refine(isNetwork, {
        error: 'must be a network such as 10.1.2.0/24 or 2001:db8::/32',
      }),
    )
    .max(1000)
    .optional()
    .describe('CIDR.'),
  unit: name.optional().describe('Name of the unit; absent: the first one.'),
});

export const createdSystem = z.strictObject({
  id: uuid,
  secret: z.string().describe('The bearer token. Shown this once.'),
});
