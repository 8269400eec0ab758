import { saveContacts } from '../../desk/contacts/contacts.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-contacts.ts';

/** The directory of contacts. */
export const contactOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/contacts',
    id: 'saveContacts',
    summary: 'Add contacts, or replace those with the same address and unit',
    description:
      `All or none; at most ${schemas.mostContacts} in one request. Contacts are shared by everybody in their unit, ` +
      'so only a token with the scope contacts may write them.',
    scope: 'contacts',
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
