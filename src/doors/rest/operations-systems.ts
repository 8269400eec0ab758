import { changeSystem } from '../../desk/systems/change-system.ts';
import { closeSystem } from '../../desk/systems/close-system.ts';
import { createSystem } from '../../desk/systems/create-system.ts';
import { findSystem, listSystems, type SystemLine } from '../../desk/systems/list-systems.ts';
import { openSystem } from '../../desk/systems/open-system.ts';
import { type Call, type Operation, operation } from './operation.ts';
import { secretOperations } from './operations-secrets.ts';
import * as schemas from './schemas-systems.ts';
import { managerOf } from './token-manager.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';

const example = {
  id,
  name: 'Billing',
  from: ['*@example.dk'],
  owner: 'lea@example.dk',
  networks: ['10.1.2.0/24'],
  unit: 'Borgerservice',
  version: 3,
  state: 'open' as const,
  createdAt: '2027-01-31T12:00:00.000000Z',
  closedAt: null,
  lastUsedAt: '2027-02-01T08:15:00.000000Z',
};

const shown = ({ id, name, senders, owner, networks, unit, ...rest }: SystemLine) => ({
  id,
  name,
  from: senders,
  owner: owner?.email ?? null,
  networks,
  unit: unit.name,
  version: rest.version,
  state: rest.closedAt ? ('closed' as const) : ('open' as const),
  createdAt: rest.createdAt,
  closedAt: rest.closedAt,
  lastUsedAt: rest.lastUsedAt,
});

const one = async (call: Call<unknown, unknown>) => ({
  value: shown(await findSystem(call.ctx, managerOf(call), call.id)),
});

/** Systems and their secrets. */
export const systemOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/systems',
    id: 'listSystems',
    summary: 'All systems, closed ones last',
    scope: 'systems',
    answer: schemas.systems,
    examples: { answer: { systems: [example] } },
    problems: ['forbidden'],
    run: async (call) => ({
      value: { systems: (await listSystems(call.ctx, managerOf(call))).map(shown) },
    }),
  }),

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
    async run(call) {
      const { scopes, expiresAt, ...draft } = call.body;
      return { value: await createSystem(call.ctx, managerOf(call), draft, { scopes, expiresAt }) };
    },
  }),

  operation({
    method: 'get',
    path: '/systems/{id}',
    id: 'getSystem',
    summary: 'One system',
    scope: 'systems',
    answer: schemas.aSystem,
    examples: { answer: example },
    problems: ['forbidden', 'not_found'],
    run: one,
  }),

  operation({
    method: 'put',
    path: '/systems/{id}',
    id: 'putSystem',
    summary: 'Change a system',
    description:
      'All of it, from the state of that version: where somebody changed it meanwhile, this is refused.',
    scope: 'systems',
    body: schemas.changedSystem,
    answer: schemas.aSystem,
    examples: {
      body: {
        version: 3,
        name: 'Billing',
        from: ['*@example.dk'],
        owner: null,
        networks: [],
        unit: 'Borgerservice',
      },
      answer: { ...example, version: 4, owner: null, networks: [] },
    },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'already_exists', 'invalid'],
    async run(call) {
      const { owner, ...change } = call.body;
      await changeSystem(call.ctx, managerOf(call), call.id, { ...change, owner: owner ?? undefined });
      return one(call);
    },
  }),

  operation({
    method: 'post',
    path: '/systems/{id}/closures',
    id: 'closeSystem',
    summary: 'Close a system',
    description: 'Its secrets end for good, its networks count no longer.',
    scope: 'systems',
    body: schemas.nothing,
    answer: schemas.aSystem,
    examples: {
      body: {},
      answer: { ...example, state: 'closed' as const, closedAt: '2027-02-01T09:00:00.000000Z' },
    },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run(call) {
      await closeSystem(call.ctx, managerOf(call), call.id);
      return one(call);
    },
  }),

  operation({
    method: 'post',
    path: '/systems/{id}/openings',
    id: 'openSystem',
    summary: 'Open a closed system again',
    description: 'Its networks count again; its secrets stay ended, so that it needs a new one.',
    scope: 'systems',
    body: schemas.nothing,
    answer: schemas.aSystem,
    examples: { body: {}, answer: { ...example, version: 5 } },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run(call) {
      await openSystem(call.ctx, managerOf(call), call.id);
      return one(call);
    },
  }),

  ...secretOperations,
];
