import { z } from 'zod';
import {
  isDomainPattern,
  isHeaderName,
  isVisibleLine,
  longest,
  mostAlarmed,
  mostHours,
  mostRules,
  mostSteps,
  stepOutOfOrder,
} from '../../desk/policy-rules.ts';
import { strengths } from '../../message/acknowledgements.ts';
import { ladderSteps } from '../../message/policy.ts';
import { longestUndo } from '../../message/recalls.ts';
import { roles } from '../../message/rights.ts';
import { stamp, text } from './schema-text.ts';

const words = (most: number) =>
  text({ most }).refine(isVisibleLine, {
    error: 'must be visible text on one line, without blanks at its ends',
  });

const kinds = 'subjectTag, header (alone or with equals), sensitivityLabel, recipientDomain';

export const rule = z.union(
  [
    z.strictObject({
      subjectTag: words(longest.subjectTag).describe(
        'Anywhere in the subject, whatever the case, as [sikker]. It is taken out of the subject.',
      ),
    }),
    z.strictObject({
      header: z
        .string()

        .max(longest.header)
        .refine(isHeaderName, { error: 'must be the name of a header field, such as X-Secure' })
        .describe('Name of a field that the mail has (RFC 5322 section 2.2), whatever the case.'),
      equals: z
        .exactOptional(words(longest.equals))
        .describe('The value it has, whatever the case; absent: any.'),
    }),
    z.strictObject({
      sensitivityLabel: words(longest.sensitivityLabel).describe(
        'Value of the field Sensitivity (RFC 4021), or name or GUID of an enabled label in msip_labels.',
      ),
    }),
    z.strictObject({
      recipientDomain: text({ most: longest.recipientDomain })
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

const claimRule = z.strictObject({
  claim: words(longest.claim).describe('Name at the top of the ID token, or of what userinfo answers.'),
  equals: words(longest.equals).describe('The claim is this text, or a list that holds it.'),
  role: z.enum(roles),
  unit: z
    .exactOptional(words(longest.unit))
    .describe('Name of the unit in which it is given; absent: in all of them, and to a sender in their own.'),
});

const staff = z.strictObject({
  claims: z.array(claimRule).max(mostRules).describe('Somebody whose claims fit none has no access.'),
  unitClaim: z
    .exactOptional(words(longest.claim))
    .describe('The claim whose value is the name of the unit that a person belongs to.'),
});

const step = z.strictObject({
  afterHours: z
    .int()
    .min(1)
    .max(mostHours)
    .describe('Working hours since the first notice was handed over: 8 to 16 on working days.'),
  do: z
    .enum(ladderSteps)
    .describe(
      'A reminder by mail; an SMS or a call that says that a message waits; a call or a letter by somebody here.',
    ),
});

const ladder = z.strictObject({
  steps: z
    .array(step)
    .min(1)
    .max(mostSteps)
    .superRefine((steps, issues) => {
      const at = stepOutOfOrder(steps);
      if (at < 0) return;
      issues.addIssue({
        code: 'custom',
        path: [at, 'afterHours'],
        message: 'must be more hours than those of the step before',
      });
    }),
});

const address = text({ most: 254 });

const alarms = z.strictObject({
  people: z.array(address).max(mostAlarmed).describe('Addresses of people who work here.'),
  deputy: z.exactOptional(address).describe('Who stands in for them.'),
});

export const policy = z.strictObject({
  gateway: gateway.describe('Which mails that come in by SMTP are sealed.'),
  staff: z
    .exactOptional(staff)
    .describe(
      'What the claims of the identity provider mean; absent: the usual names, as in docs/policy.md.',
    ),
  undoMinutes: z
    .exactOptional(z.int().min(0).max(longestUndo))
    .describe('Minutes for which a notice waits unless the sender says otherwise; absent: 0.'),
  ladder: z
    .exactOptional(ladder)
    .describe('What follows where a message stays unread, as in docs/ladder.md; absent: nothing.'),
  alarms: z
    .exactOptional(alarms)
    .describe(
      'Who is told when the deadline of an incident comes near; absent: the compliance address alone.',
    ),
  acknowledgement: z
    .exactOptional(z.strictObject({ atLeast: z.enum(strengths) }))
    .describe('The weakest way in which recipients may sign, whatever a sender asks; absent: code.'),
});

export const standingPolicy = policy.extend({
  id: z.int().optional().describe('Later decisions have higher numbers. Absent: nobody has decided yet.'),
  at: stamp.optional().describe('When it was decided.'),
});
