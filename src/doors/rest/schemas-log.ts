import { z } from 'zod';
import { stamp, text } from './schema-text.ts';

const keyId = z.string().regex(/^[0-9a-f]{8}$/);
const vkey = z.string().describe('A C2SP verifier key.');

export const log = z.strictObject({
  log: z.number().int().describe('1 is served at /log, others at /log/<number>.'),
  origin: z.string(),
  openedAt: stamp,
  size: z.number().int().describe('Entries in the signed tree.'),
  checkpoint: z.string().nullable().describe('The signed note; null: nothing was taken up yet.'),
  waiting: z.number().int().describe('Events that are not taken up yet, counted up to 100,000.'),
  closed: z.string().nullable().describe('Why nothing more is taken up; null: the log grows.'),
  closedAt: stamp.nullable(),
  checkedAt: stamp.nullable().describe('When all of it was last replayed; null: never.'),
  findings: z.array(z.string()).describe('What was found wrong then; of many, the first hundred.'),
  keys: z.array(
    z.strictObject({
      id: keyId,
      vkey,
      addedAt: z.iso.datetime({ offset: true }),
      retiredAt: z.iso.datetime({ offset: true }).nullable().describe('Null: it signs.'),
    }),
  ),
});

export const key = z.strictObject({ id: keyId, vkey });

export const reopening = z.strictObject({
  reason: text({ least: 1, most: 1_000 }).describe('Why, for those who read the evidence later.'),
});

export const reopened = z.strictObject({ log: z.number().int(), origin: z.string(), vkey });

export const check = z.strictObject({
  log: z.number().int(),
  origin: z.string(),
  size: z.number().int().describe('Entries of the tree that was replayed.'),
  count: z.number().int().describe('Of everything that was found.'),
  findings: z.array(z.strictObject({ code: z.string(), sentence: z.string() })),
});
