import { addMember } from '../../desk/mailboxes/add-member.ts';
import { renameMailbox } from '../../desk/mailboxes/change-mailbox.ts';
import { changeMember } from '../../desk/mailboxes/change-member.ts';
import { createMailbox } from '../../desk/mailboxes/create-mailbox.ts';
import { deleteMailbox } from '../../desk/mailboxes/delete-mailbox.ts';
import { endMember } from '../../desk/mailboxes/end-member.ts';
import { findMailbox, listMailboxes, mailboxOfMember } from '../../desk/mailboxes/find-mailbox.ts';
import type { Mailbox } from '../../desk/mailboxes/mailbox.ts';
import { unitCalled } from '../../desk/people/units.ts';
import { keeperOf, withoutNulls } from './contact-answers.ts';
import { type Operation, operation } from './operation.ts';
import { deletedContact, deletion, nothing } from './schemas-contacts.ts';
import * as schemas from './schemas-mailboxes.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';
const ida = { name: 'Ida Juhl', phone: '+4520123456', language: 'da' as const };
const example = {
  id,
  address: 'post@vand.example',
  name: 'Vand, post',
  version: 2,
  members: [{ id: '5b0e6d0a-92c4-4c55-8f2f-1d9d0a1b7c3e', ...ida }],
};

const answerOf = ({ unit: _, unitName, members, owners: __, invitation: ___, ...mailbox }: Mailbox) =>
  withoutNulls({ ...mailbox, unit: unitName, members: members.map(withoutNulls) });

/** Shared mailboxes, whose messages are opened by their members. */
export const mailboxOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/mailboxes',
    id: 'listMailboxes',
    summary: 'List shared mailboxes by address',
    scope: 'contacts',
    answer: schemas.mailboxes,
    examples: { answer: { mailboxes: [example] } },
    problems: ['forbidden'],
    run: async ({ ctx, actor }) => ({
      value: { mailboxes: (await listMailboxes(ctx.db, keeperOf(actor))).map(answerOf) },
    }),
  }),

  operation({
    method: 'post',
    path: '/mailboxes',
    id: 'createMailbox',
    summary: 'Add a shared mailbox',
    description:
      'A message to its address needs no phone number once it has a member: each opens it with a code on their own phone.',
    scope: 'contacts',
    body: schemas.newMailbox,
    answer: schemas.mailbox,
    examples: {
      body: { address: example.address, name: example.name },
      answer: { ...example, version: 1, members: [] },
    },
    problems: ['forbidden', 'email_invalid', 'invalid', 'already_exists'],
    async run({ ctx, actor, body: { unit, ...draft } }) {
      const keeper = keeperOf(actor);
      const unitId = unit === undefined ? null : await unitCalled(ctx.db, unit);
      const made = await createMailbox(ctx, keeper, { ...draft, unit: unitId });
      return { value: answerOf(await findMailbox(ctx.db, keeper, made)) };
    },
  }),

  operation({
    method: 'get',
    path: '/mailboxes/{id}',
    id: 'getMailbox',
    summary: 'Read a shared mailbox and its members',
    scope: 'contacts',
    answer: schemas.mailbox,
    examples: { answer: example },
    problems: ['forbidden', 'not_found'],
    run: async ({ ctx, actor, id }) => ({ value: answerOf(await findMailbox(ctx.db, keeperOf(actor), id)) }),
  }),

  operation({
    method: 'put',
    path: '/mailboxes/{id}',
    id: 'changeMailbox',
    summary: 'Call a shared mailbox something else',
    scope: 'contacts',
    body: schemas.changedMailbox,
    answer: schemas.mailbox,
    examples: { body: { version: 1, name: example.name }, answer: example },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run({ ctx, actor, id, body }) {
      await renameMailbox(ctx, keeperOf(actor), id, body);
      return { value: answerOf(await findMailbox(ctx.db, keeperOf(actor), id)) };
    },
  }),

  operation({
    method: 'post',
    path: '/mailboxes/{id}/deletions',
    id: 'deleteMailbox',
    summary: 'Remove a shared mailbox',
    description: 'Its members can open nothing more. What was sent there before stays as it is.',
    scope: 'contacts',
    body: deletion,
    answer: deletedContact,
    examples: { body: { version: 2 }, answer: { id, deleted: true as const } },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run({ ctx, actor, id, body }) {
      await deleteMailbox(ctx, keeperOf(actor), id, body.version);
      return { value: { id, deleted: true as const } };
    },
  }),

  operation({
    method: 'post',
    path: '/mailboxes/{id}/members',
    id: 'addMailboxMember',
    summary: 'Add a member to a shared mailbox',
    scope: 'contacts',
    body: schemas.newMember,
    answer: schemas.mailbox,
    examples: { body: ida, answer: example },
    problems: ['forbidden', 'not_found', 'invalid', 'phone_invalid', 'already_exists', 'too_large'],
    async run({ ctx, actor, id, body }) {
      await addMember(ctx, keeperOf(actor), id, body);
      return { value: answerOf(await findMailbox(ctx.db, keeperOf(actor), id)) };
    },
  }),

  operation({
    method: 'put',
    path: '/mailbox-members/{id}',
    id: 'changeMailboxMember',
    summary: 'Put other values in the place of a member’s',
    description: 'With another phone number, their codes and sessions end.',
    scope: 'contacts',
    body: schemas.newMember,
    answer: schemas.mailbox,
    examples: { body: ida, answer: example },
    problems: ['forbidden', 'not_found', 'invalid', 'phone_invalid', 'already_exists'],
    async run({ ctx, actor, id, body }) {
      await changeMember(ctx, keeperOf(actor), id, body);
      const mailbox = await mailboxOfMember(ctx.db, id);
      return { value: answerOf(await findMailbox(ctx.db, keeperOf(actor), mailbox)) };
    },
  }),

  operation({
    method: 'post',
    path: '/mailbox-members/{id}/ends',
    id: 'endMailboxMember',
    summary: 'Remove a member of a shared mailbox',
    description: 'Their codes and sessions end at once.',
    scope: 'contacts',
    body: nothing,
    answer: schemas.ended,
    examples: { body: {}, answer: { id: '5b0e6d0a-92c4-4c55-8f2f-1d9d0a1b7c3e', ended: true as const } },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run({ ctx, actor, id }) {
      await endMember(ctx, keeperOf(actor), id);
      return { value: { id, ended: true as const } };
    },
  }),
];
