import { createSystem } from '../../desk/systems/systems.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-systems.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

/** Systems and their secrets. */
export const systemOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/systems',
    id: 'createSystem',
    summary: 'Add a system that sends',
    description: 'Id and secret are also its SMTP user and password.',
    scope: 'systems',
    body: schemas.system,
    answer: schemas.createdSystem,
    examples: {
      body: { name: 'Billing', from: ['*@example.dk'], owner: 'lea@example.dk', networks: ['10.1.2.0/24'] },
      answer: { id, secret: 'Jx3…' },
    },
    problems: ['forbidden', 'already_exists', 'invalid'],
    run: async ({ ctx, actor, body }) => ({ value: await createSystem(ctx, actor, body) }),
  }),
];
