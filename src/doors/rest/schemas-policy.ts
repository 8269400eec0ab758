import { z } from 'zod';
import { parseEmailAddress } from '../../delivery/addresses.ts';
import { stamp, text } from './schema-text.ts';

export const mostRules = 1000;

const shows = /[^\s\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What a person would recognise in a mail: on one line, something of it visible, no blank at its ends. */
const words = (most: number) =>
  text({ most }).refine((value) => value.trim() === value && shows.test(value) && !breaks.test(value), {
    error: 'must be visible text on one line, without blanks at its ends',
  });

const isDomainPattern = (value: string): boolean =>
  value.trim() === value && parseEmailAddress(`x@${value.replace(/^\*\./, '')}`) !== undefined;

const kinds = 'subjectTag, header (alone or with equals), sensitivityLabel, recipientDomain';

export const rule = z.union(
  [
    z.strictObject({
      subjectTag: words(100).describe(
        'Anywhere in the subject, whatever the case, as [sikker]. It is taken out of the subject.',
      ),
    }),
    z.strictObject({
      header: z
        .string()
        .max(200)
        .regex(/^[!-9;-~]+$/, { error: 'must be the name of a header field, such as X-Secure' })
        .describe('Name of a field that the mail has (RFC 5322 section 2.2), whatever the case.'),
      equals: z.exactOptional(words(1000)).describe('The value it has, whatever the case; absent: any.'),
    }),
    z.strictObject({
      sensitivityLabel: words(200).describe(
        'Value of the field Sensitivity (RFC 4021), or name or GUID of an enabled label in msip_labels.',
      ),
    }),
    z.strictObject({
      recipientDomain: text({ most: 255 })
        .refine(isDomainPattern, { error: 'must be a domain such as example.dk or *.example.dk' })
        .describe('example.dk is that domain alone, *.example.dk every domain below it.'),
    }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? `must be an object with exactly one of ${kinds}` : undefined,
  },
);

const gateway = z.discriminatedUnion(
  'secure',
  [
    z.strictObject({ secure: z.literal('all').describe('Every mail is sealed.') }),
    z.strictObject({
      secure: z.literal('by_rule').describe('What no rule names is passed on as it came, unsealed.'),
      rules: z.array(rule).min(1).max(mostRules),
    }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'must be one of all, by_rule' : undefined) },
);

export const policy = z.strictObject({
  gateway: gateway.describe('Which mails that come in by SMTP are sealed.'),
});

export const standingPolicy = policy.extend({
  id: z.int().optional().describe('Later decisions have higher numbers. Absent: nobody has decided yet.'),
  at: stamp.optional().describe('When it was decided.'),
});
