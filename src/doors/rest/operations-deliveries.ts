import { makeAccessCode } from '../../delivery/access-codes/make-access-code.ts';
import { correctPhone } from '../../delivery/correct-phone.ts';
import { unlockDelivery } from '../../delivery/unlock-delivery.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-deliveries.ts';

const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';

export const deliveryOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/deliveries/{id}/corrections',
    scope: 'messages:act',
    id: 'createCorrection',
    summary: 'Give a delivery another phone number',
    description:
      'Codes to the old number die, sessions that it opened end, and it is told by SMS. A delivery held for want of a number goes out; a locked one is unlocked, which ' +
      'counts as one of its two unlocks.',
    body: schemas.correction,
    answer: schemas.corrected,
    examples: {
      body: { phone: '+4520123456', verified: 'called' },
      answer: { id: delivery, corrected: true as const },
    },
    problems: ['not_found', 'delivery_final', 'unlocks_exhausted', 'invalid', 'phone_invalid'],
    async run({ ctx, viewer, id, body }) {
      const { phone, verified = 'unknown', words } = body;
      await correctPhone(ctx, viewer, id, phone, { how: verified, words });
      return { value: { id, corrected: true as const } };
    },
  }),

  operation({
    method: 'post',
    path: '/deliveries/{id}/access-codes',
    scope: 'messages:act',
    id: 'createAccessCode',
    summary: 'Make a code that opens a delivery, to be handed over by other means',
    description:
      'For somebody without a phone. It is answered this once; the one before opens nothing any more. A delivery held for ' +
      'want of a number goes out.',
    body: schemas.newAccessCode,
    answer: schemas.madeAccessCode,
    examples: { body: {}, answer: { id: delivery, accessCode: '7K3M-Q9TX-4BWD' } },
    problems: ['not_found', 'delivery_final', 'invalid'],
    async run({ ctx, viewer, id }) {
      return { value: { id, accessCode: await makeAccessCode(ctx, viewer, id) } };
    },
  }),

  operation({
    method: 'post',
    path: '/deliveries/{id}/unlocks',
    scope: 'messages:act',
    id: 'createUnlock',
    summary: 'Unlock a delivery after too many wrong codes',
    description: 'Twice in a delivery’s life.',
    body: schemas.unlock,
    answer: schemas.unlocked,
    examples: { body: {}, answer: { id: delivery, unlocked: true as const } },
    problems: ['not_found', 'not_locked', 'unlocks_exhausted', 'invalid'],
    async run({ ctx, viewer, id }) {
      await unlockDelivery(ctx, viewer, id);
      return { value: { id, unlocked: true as const } };
    },
  }),
];
