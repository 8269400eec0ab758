import { changeContact } from '../../desk/contacts/change-contact.ts';
import type { Contact } from '../../desk/contacts/contact.ts';
import { deleteContact } from '../../desk/contacts/delete-contact.ts';
import { findContact } from '../../desk/contacts/find-contact.ts';
import { listContacts } from '../../desk/contacts/list-contacts.ts';
import { saveContacts } from '../../desk/contacts/save-contacts.ts';
import { unitCalled } from '../../desk/people/units.ts';
import { type Operation, operation } from './operation.ts';
import { importOperations } from './operations-contact-imports.ts';
import { keeperOf, withoutNulls } from './contact-answers.ts';
import * as schemas from './schemas-contacts.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';
const ana = { email: 'ana@example.com', name: 'Ana Berg', phone: '+4520123456', language: 'da' as const };

const answerOf = ({ unit: _, unitName, hasIdentity, ...contact }: Contact) => ({
  ...withoutNulls({ ...contact, unit: unitName }),
  ...(hasIdentity ? { hasIdentity: true as const } : {}),
});

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
    examples: { body: { contacts: [ana] }, answer: { saved: 1 } },
    problems: ['forbidden', 'invalid', 'email_invalid', 'phone_invalid', 'overloaded'],
    async run({ ctx, actor, body }) {
      return { value: await saveContacts(ctx, actor, body.contacts) };
    },
  }),

  operation({
    method: 'get',
    path: '/contacts',
    id: 'listContacts',
    summary: 'List contacts by address',
    scope: 'contacts',
    query: schemas.contactsQuery,
    answer: schemas.contactPage,
    examples: { answer: { contacts: [{ id, version: 1, ...ana }], next: id } },
    problems: ['forbidden', 'invalid', 'gone'],
    async run({ ctx, actor, query: { unit, ...query } }) {
      const only = unit === undefined ? {} : { unit: await unitCalled(ctx.db, unit) };
      const { contacts, next } = await listContacts(ctx, keeperOf(actor), { ...query, ...only });
      return { value: { contacts: contacts.map(answerOf), ...(next === undefined ? {} : { next }) } };
    },
  }),

  operation({
    method: 'get',
    path: '/contacts/{id}',
    id: 'getContact',
    summary: 'Read a contact',
    scope: 'contacts',
    answer: schemas.storedContact,
    examples: { answer: { id, version: 1, ...ana } },
    problems: ['forbidden', 'not_found'],
    async run({ ctx, actor, id }) {
      return { value: answerOf(await findContact(ctx.db, keeperOf(actor), id)) };
    },
  }),

  operation({
    method: 'put',
    path: '/contacts/{id}',
    id: 'changeContact',
    summary: 'Put other values in the place of a contact’s',
    description:
      'What the body leaves out is removed, but for `identity`, which nobody can read back. Somebody else’s change ' +
      'since `version` is never overwritten.',
    scope: 'contacts',
    body: schemas.changedContact,
    answer: schemas.storedContact,
    examples: {
      body: { version: 1, ...ana, identity: '070761-4285' },
      answer: { id, version: 2, ...ana, hasIdentity: true as const },
    },
    problems: [
      'forbidden',
      'not_found',
      'changed_meanwhile',
      'already_exists',
      'invalid',
      'email_invalid',
      'phone_invalid',
    ],
    async run({ ctx, actor, id, body: { unit, ...contact } }) {
      const keeper = keeperOf(actor);
      const unitId = unit === undefined ? null : await unitCalled(ctx.db, unit);
      await changeContact(ctx, keeper, id, { ...contact, unit: unitId });
      return { value: answerOf(await findContact(ctx.db, keeper, id)) };
    },
  }),

  operation({
    method: 'post',
    path: '/contacts/{id}/deletions',
    id: 'deleteContact',
    summary: 'Delete a contact',
    scope: 'contacts',
    body: schemas.deletion,
    answer: schemas.deletedContact,
    examples: { body: { version: 2 }, answer: { id, deleted: true as const } },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run({ ctx, actor, id, body }) {
      await deleteContact(ctx, keeperOf(actor), id, body.version);
      return { value: { id, deleted: true as const } };
    },
  }),

  ...importOperations,
];
