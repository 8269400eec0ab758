import type { Context } from '../../delivery/context.ts';
import { setActive } from '../../desk/people/activation.ts';
import { changePerson } from '../../desk/people/change-person.ts';
import { createPerson } from '../../desk/people/create-person.ts';
import { listPeople } from '../../desk/people/list-people.ts';
import { managingSystem } from '../../desk/people/manager.ts';
import { findPerson, type Person } from '../../desk/people/person.ts';
import { renewLink } from '../../desk/people/renew-link.ts';
import { resetPersonFactors } from '../../desk/people/reset-factors.ts';
import { listUnits } from '../../desk/people/units.ts';
import type { Grant } from '../../message/rights.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import { byName } from './roles-by-name.ts';
import * as schemas from './schemas-people.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

const example = {
  id,
  version: 1,
  name: 'Lea Holm',
  email: 'lea@example.dk',
  unit: 'Billing',
  roles: [{ role: 'compliance' as const }, { role: 'sender' as const, unit: 'Billing' }],
  signsIn: 'password' as const,
};

const madeLink = { link: 'https://mail.example.dk/desk/welcome/…' };

/** People as answers show them: units by their names. */
async function shown(ctx: Context, people: readonly Person[]) {
  const names = new Map((await listUnits(ctx)).map(({ id, name }) => [id, name]));
  const roleOf = ({ role, unit }: Grant) => ({ role, ...present('unit', unit && names.get(unit)!) });
  return people.map(({ id, version, name, email, unitName, grants, signsIn, deactivatedAt }) => ({
    id,
    version,
    name,
    email,
    unit: unitName,
    roles: grants.map(roleOf),
    ...present('signsIn', signsIn),
    ...present('deactivatedAt', deactivatedAt),
  }));
}

const onePerson = async (ctx: Context, id: string) => (await shown(ctx, [await findPerson(ctx.db, id)]))[0]!;

/** Deactivating and activating again. */
const activation = (
  path: 'deactivations' | 'reactivations',
  summary: string,
  description: string,
): Operation =>
  operation({
    method: 'post',
    path: `/people/{id}/${path}`,
    id: path === 'deactivations' ? 'deactivatePerson' : 'reactivatePerson',
    summary,
    description,
    scope: 'people',
    body: schemas.nothing,
    answer: schemas.activated,
    examples: { body: {}, answer: { changed: true } },
    problems: ['forbidden', 'not_found', 'last_administrator', 'invalid'],
    run: async ({ ctx, actor, id }) => ({
      value: { changed: await setActive(ctx, managingSystem(actor), id, path === 'reactivations') },
    }),
  });

/** People, their roles and their units. */
export const peopleOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/people',
    id: 'listPeople',
    summary: 'People, by their names',
    scope: 'people',
    query: schemas.peopleQuery,
    answer: schemas.people,
    examples: { answer: { people: [example], next: id } },
    problems: ['forbidden', 'invalid'],
    async run({ ctx, actor, query: { unit, ...query } }) {
      const within = unit === undefined ? {} : { unit: (await byName(ctx, unit, [])).unit };
      const { people, ...next } = await listPeople(ctx, managingSystem(actor), { ...query, ...within });
      return { value: { people: await shown(ctx, people), ...next } };
    },
  }),

  operation({
    method: 'post',
    path: '/people',
    id: 'createPerson',
    summary: 'Add a person and get the one-time link for their password',
    description:
      'With `role`, a person is a sender in their unit and has that role besides: in the unit where one is named, else ' +
      'in all of them. With `roles` they have those alone.',
    scope: 'people',
    body: schemas.person,
    answer: schemas.createdPerson,
    examples: {
      body: { email: 'lea@example.dk', name: 'Lea Holm', role: 'compliance' as const },
      answer: { id, ...madeLink },
    },
    problems: ['forbidden', 'already_exists', 'invalid', 'email_invalid'],
    async run({ ctx, actor, body: { email, name, role = 'sender', unit: named, roles } }) {
      const { unit, grants } = await byName(ctx, named, roles ?? []);
      if (!roles) {
        grants.push({ role: 'sender', unit });
        if (role !== 'sender') grants.push({ role, unit: named === undefined ? null : unit });
      }
      const { id, path } = await createPerson(ctx, managingSystem(actor), { email, name, unit, grants });
      return { value: { id, link: `${ctx.settings.url}${path}` } };
    },
  }),

  operation({
    method: 'get',
    path: '/people/{id}',
    id: 'getPerson',
    summary: 'One person',
    scope: 'people',
    answer: schemas.shownPerson,
    examples: { answer: example },
    problems: ['forbidden', 'not_found'],
    run: async ({ ctx, id }) => ({ value: await onePerson(ctx, id) }),
  }),

  operation({
    method: 'put',
    path: '/people/{id}',
    id: 'changePerson',
    summary: 'Change a person’s name, address, unit and roles',
    description:
      'Who comes from the organisation’s sign-in is changed there. The last administrator of all units stays one.',
    scope: 'people',
    body: schemas.personChange,
    answer: schemas.shownPerson,
    examples: {
      body: {
        version: 1,
        name: example.name,
        email: example.email,
        unit: example.unit,
        roles: example.roles,
      },
      answer: { ...example, version: 2 },
    },
    problems: [
      'forbidden',
      'not_found',
      'changed_meanwhile',
      'last_administrator',
      'already_exists',
      'invalid',
      'email_invalid',
    ],
    async run({ ctx, actor, id, body: { version, name, email, unit, roles } }) {
      const named = await byName(ctx, unit, roles);
      await changePerson(ctx, managingSystem(actor), id, { version, name, email, ...named });
      return { value: await onePerson(ctx, id) };
    },
  }),

  activation(
    'deactivations',
    'Deactivate a person',
    'They are signed out at once, and nothing signs them in. What they sent is their unit’s to follow.',
  ),
  activation(
    'reactivations',
    'Activate a person again',
    'With the password, the second factors and the roles that they had.',
  ),

  operation({
    method: 'post',
    path: '/people/{id}/links',
    id: 'createPersonLink',
    summary: 'Get a one-time link with which a person sets a new password',
    description: 'Earlier links end. The password of before works until the link is used.',
    scope: 'people',
    body: schemas.nothing,
    answer: schemas.madeLink,
    examples: { body: {}, answer: madeLink },
    problems: ['forbidden', 'not_found', 'invalid'],
    run: async ({ ctx, actor, id }) => ({
      value: { link: `${ctx.settings.url}${await renewLink(ctx, managingSystem(actor), id)}` },
    }),
  }),

  operation({
    method: 'post',
    path: '/people/{id}/factor-resets',
    id: 'resetPersonFactors',
    summary: 'Remove all second factors of somebody who has lost them',
    description: 'They are signed out. Roles beyond a sender’s count again once they have set up a new one.',
    scope: 'people',
    body: schemas.nothing,
    answer: schemas.nothing,
    examples: { body: {}, answer: {} },
    problems: ['forbidden', 'not_found', 'last_administrator', 'invalid'],
    async run({ ctx, actor, id }) {
      await resetPersonFactors(ctx, managingSystem(actor), id);
      return { value: {} };
    },
  }),
];
