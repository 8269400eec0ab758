import { saveContacts } from '../../desk/contacts.ts';
import { createPerson } from '../../desk/people.ts';
import { createSystem } from '../../desk/systems.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-administration.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

/** Requests that only an administrator's token may make. */
export const administrationOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/systems',
    id: 'createSystem',
    summary: 'Add a system that sends',
    description: 'Id and secret are also its SMTP user and password.',
    administratorsOnly: true,
    body: schemas.system,
    answer: schemas.createdSystem,
    examples: {
      body: { name: 'Billing', from: ['*@example.dk'], owner: 'lea@example.dk', networks: ['10.1.2.0/24'] },
      answer: { id, secret: 'Jx3…' },
    },
    problems: ['forbidden', 'already_exists', 'invalid'],
    run: async ({ ctx, body }) => ({ value: await createSystem(ctx, body) }),
  }),

  operation({
    method: 'post',
    path: '/people',
    id: 'createPerson',
    summary: 'Add a person and get the one-time link for their password',
    administratorsOnly: true,
    body: schemas.person,
    answer: schemas.createdPerson,
    examples: {
      body: { email: 'lea@example.dk', name: 'Lea Holm', role: 'compliance' as const },
      answer: { id, link: 'https://mail.example.dk/desk/welcome/…' },
    },
    problems: ['forbidden', 'already_exists', 'invalid', 'email_invalid'],
    async run({ ctx, body }) {
      const { id, path } = await createPerson(ctx, body);
      return { value: { id, link: `${ctx.settings.url}${path}` } };
    },
  }),

  operation({
    method: 'post',
    path: '/contacts',
    id: 'saveContacts',
    summary: 'Add contacts, or replace those with the same address and unit',
    description:
      `All or none; at most ${schemas.mostContacts} in one request. Contacts are shared by everybody in their unit, ` +
      'so only an administrator’s token may write them.',
    administratorsOnly: true,
    body: schemas.contacts,
    mostBytes: 8 * 1024 * 1024,
    answer: schemas.savedContacts,
    examples: {
      body: {
        contacts: [
          { email: 'ana@example.com', name: 'Ana Berg', phone: '+4520123456', language: 'da' as const },
        ],
      },
      answer: { saved: 1 },
    },
    problems: ['forbidden', 'invalid', 'email_invalid', 'phone_invalid', 'overloaded'],
    async run({ ctx, body }) {
      return { value: await saveContacts(ctx, body.contacts) };
    },
  }),
];

/** Refuses forbidden. */
export function checkAdministrator(isAdmin: boolean): void {
  if (!isAdmin) throw new Refusal('forbidden', 'Only an administrator’s token may do that.');
}
