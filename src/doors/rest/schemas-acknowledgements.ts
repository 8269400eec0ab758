/** What is asked to be signed, and what became of it. */
import { z } from 'zod';
import { limits } from '../../delivery/limits.ts';
import { ifMissed, moments, presets, strengths } from '../../message/acknowledgements.ts';
import { instant, stamp, text } from './schema-text.ts';

// A character outside of the basic plane takes two code units.
const words = text({ least: 1, most: limits.statementLength * 2 });

const moment = z
  .enum(moments)
  .describe('before: nothing of the message is shown before it is signed. Absent: after.');
const atLeast = z
  .enum(strengths)
  .describe(
    'The weakest way that counts, weakest first; the organisation’s policy can ask for more. Absent: code.',
  );
const missed = z
  .enum(ifMissed)
  .describe('What follows where nobody has signed by dueAt: the sender is told, or it is recalled as well.');

export const acknowledgement = z
  .strictObject({
    statement: words
      .optional()
      .describe(`The exact words to sign, at most ${limits.statementLength} characters.`),
    statements: z
      .strictObject({ da: words.optional(), sv: words.optional(), en: words.optional() })
      .optional()
      .describe('The same in several languages; each recipient signs the one of their language.'),
    preset: z.enum(presets).optional().describe('A wording of the list, in the recipient’s language.'),
    moment: moment.optional(),
    atLeast: atLeast.optional(),
    dueAt: instant.optional().describe('By when; not after the expiry.'),
    ifMissed: missed.optional(),
  })
  .describe('Ask the recipients to sign. One of statement, statements and preset.');

export const options = z.strictObject({
  readers: z.boolean().optional().describe('Each recipient may let one other person read it. Absent: false.'),
  passing: z
    .boolean()
    .optional()
    .describe('Members of a shared mailbox may pass it on within its domain. Absent: true.'),
  showsRecipients: z
    .boolean()
    .optional()
    .describe('Recipients see each other, after opening. Absent: false.'),
  replies: z.boolean().optional().describe('Recipients may answer. Absent: true.'),
});

/** The terms of a message in answers; the words themselves are content. */
export const asked = z.strictObject({
  moment: z.enum(moments),
  atLeast: z.enum(strengths),
  dueAt: stamp.optional(),
  ifMissed: z.enum(ifMissed),
});

export const answered = z.strictObject({
  state: z.enum(['awaited', 'signed', 'declined', 'missed']),
  method: z.enum(strengths).optional().describe('By what it was signed.'),
  at: stamp.optional().describe('When it was signed, declined or missed.'),
});
