import { eraseMessage } from '../../delivery/erase-message.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-erasures.ts';

const message = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';
const erasedAt = '2026-11-22T09:30:00.123456Z';

/** Erasing. */
export const erasureOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/messages/{id}/erasures',
    scope: 'erasure',
    id: 'createErasure',
    summary: 'Erase a message, or what is kept about some of its recipients',
    description:
      'Of anybody’s message. Keys, content, addresses and everything on its way are deleted; links and downloads end ' +
      'at once. The stamps stay, and so do their proofs. It cannot be undone. Asked again, the answer is the same.',
    body: schemas.erasure,
    answer: schemas.erased,
    examples: {
      body: { deliveries: [delivery], reason: 'requested', words: 'Request of 20 November, case 2026-118' },
      answer: { id: message, deliveries: [{ id: delivery, status: 'erased' as const, erasedAt }] },
    },
    problems: ['not_found', 'invalid'],
    async run({ ctx, system, actor, id, body }) {
      const eraser = { actor, name: system.name, units: null };
      const erased = await eraseMessage(ctx, eraser, { ...body, message: id });
      return {
        value: {
          id: erased.id,
          ...present('erasedAt', erased.erasedAt),
          deliveries: erased.deliveries.map((each) => ({
            id: each.id,
            status: each.status,
            ...present('erasedAt', each.erasedAt),
          })),
        },
      };
    },
  }),
];
