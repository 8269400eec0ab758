import type { z } from 'zod';
import { recallMessage } from '../../delivery/recall-message.ts';
import type { Verdict } from '../../delivery/read-verdicts.ts';
import { redirectDelivery } from '../../delivery/redirect-delivery.ts';
import { isRecallReason } from '../../message/recalls.ts';
import { invalidField } from './invalid.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-recalls.ts';

const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';
const other = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c22';

const example = {
  id: delivery,
  email: 'ana@example.com',
  status: 'recalled' as const,
  verdict: 'opened' as const,
  events: 9,
  openedAt: '2026-11-22T09:42:10.123456Z',
  parts: [{ part: 2, filename: 'reading.pdf', at: '2026-11-22T09:43:01.654321Z', bytes: 48_213 }],
  recalled: true,
  recalledAt: '2026-11-22T10:05:00.000001Z',
  deadUntil: '2026-11-30T00:00:00.000Z',
};

/** Taking messages back, and sending them to the right person. */
export const recallOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/messages/{id}/recalls',
    scope: 'messages:act',
    id: 'createRecall',
    summary: 'Recall a message, or some of its deliveries, and learn what was seen',
    description:
      'Links, codes, sessions and unsent notices end at once, seals are destroyed, a running download is cut within a ' +
      'second. Asked again, the answer tells of the first recall. What was passed on unsealed cannot be recalled.',
    body: schemas.recall,
    answer: schemas.recalled,
    examples: {
      body: { reason: 'wrong_recipient', words: 'Two people of that name' },
      answer: { deliveries: [example] },
    },
    problems: ['not_found', 'delivery_final', 'invalid'],
    async run({ ctx, viewer, id, body }) {
      const { deliveries } = body;
      const recalled = await recallMessage(ctx, viewer, { message: id, deliveries, ...groundsOf(body) });
      return { value: { deliveries: recalled.deliveries.map(verdictOf) } };
    },
  }),

  operation({
    method: 'post',
    path: '/messages/{id}/redirects',
    scope: 'messages:act',
    id: 'createRedirect',
    summary: 'Recall one delivery and send the message to the right person instead',
    description:
      'In one transaction. The right person is judged as in a new message: without a phone number the delivery is held. ' +
      'A delivery that was recalled before, or has expired, stays as it is, and the new one is added.',
    body: schemas.redirect,
    answer: schemas.redirected,
    examples: {
      body: { delivery, to: { email: 'anna@example.com', phone: '+4520123457' } },
      answer: {
        recalled: example,
        delivery: { id: other, email: 'anna@example.com', status: 'sent' as const },
      },
    },
    problems: [
      'not_found',
      'same_address',
      'already_exists',
      'blocked_address',
      'delivery_final',
      'gone',
      'too_many_recipients',
      'invalid',
      'email_invalid',
      'phone_invalid',
    ],
    async run({ ctx, viewer, id, body }) {
      const wrong = body.delivery ?? body.deliveries?.[0];
      if (wrong === undefined) throw invalidField('delivery', 'is missing: the one that went wrong');
      if (body.deliveries && body.deliveries[0] !== wrong) {
        throw invalidField('deliveries', 'names another delivery than “delivery”');
      }
      const done = await redirectDelivery(ctx, viewer, {
        message: id,
        delivery: wrong,
        to: body.to,
        words: body.reason,
      });
      return { value: { recalled: verdictOf(done.recalled), delivery: done.delivery } };
    },
  }),
];

/** Whatever is no reason of ours is one in somebody's own words. */
const groundsOf = ({ reason, words }: z.infer<typeof schemas.recall>) =>
  isRecallReason(reason)
    ? ({ reason, words } as const)
    : ({ reason: 'other', words: words ? `${reason} ${words}` : reason } as const);

const verdictOf = ({
  readerOf,
  passedFrom,
  seq,
  openedAt,
  postedAt,
  deletion,
  parts,
  recalledAt,
  deadUntil,
  ...verdict
}: Verdict) => ({
  ...verdict,
  ...present('readerOf', readerOf),
  ...present('passedFrom', passedFrom),
  events: seq,
  ...(openedAt === null
    ? {}
    : {
        openedAt,
        parts: parts.map(({ part, filename, at, bytes }) => ({
          part,
          ...present('filename', filename),
          at,
          ...present('bytes', bytes),
        })),
      }),
  ...present('postedAt', postedAt),
  ...(deletion && {
    deletion: {
      askedAt: deletion.askedAt,
      ...present('confirmedAt', deletion.confirmedAt),
      ...present('passedOn', deletion.passedOn),
    },
  }),
  ...present('recalledAt', recalledAt),
  ...present('deadUntil', deadUntil),
});
