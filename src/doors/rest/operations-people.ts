import { createPerson } from '../../desk/people/people.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-people.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

/** People, their roles and their units. */
export const peopleOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/people',
    id: 'createPerson',
    summary: 'Add a person and get the one-time link for their password',
    scope: 'people',
    body: schemas.person,
    answer: schemas.createdPerson,
    examples: {
      body: { email: 'lea@example.dk', name: 'Lea Holm', role: 'compliance' as const },
      answer: { id, link: 'https://mail.example.dk/desk/welcome/…' },
    },
    problems: ['forbidden', 'already_exists', 'invalid', 'email_invalid'],
    async run({ ctx, actor, body }) {
      const { id, path } = await createPerson(ctx, actor, body);
      return { value: { id, link: `${ctx.settings.url}${path}` } };
    },
  }),
];
