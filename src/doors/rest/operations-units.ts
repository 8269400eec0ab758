import { changeUnit, createUnit } from '../../desk/people/change-unit.ts';
import { managingSystem } from '../../desk/people/manager.ts';
import { findUnit, listUnits, type Unit } from '../../desk/people/units.ts';
import { type Operation, operation } from './operation.ts';
import { present } from './present.ts';
import * as schemas from './schemas-units.ts';

const example = {
  id: '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10',
  version: 1,
  name: 'Billing',
  outwardName: 'Havn Municipality, Billing',
  functionAddress: 'billing@example.dk',
};

const shown = ({ functionAddress, ...unit }: Unit) => ({
  ...unit,
  ...present('functionAddress', functionAddress),
});

/** The parts of the organisation to which people, systems and messages belong. */
export const unitOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/units',
    id: 'listUnits',
    summary: 'All units, oldest first',
    scope: 'units',
    answer: schemas.units,
    examples: { answer: { units: [example] } },
    problems: ['forbidden'],
    run: async ({ ctx }) => ({ value: { units: (await listUnits(ctx)).map(shown) } }),
  }),

  operation({
    method: 'post',
    path: '/units',
    id: 'createUnit',
    summary: 'Add a unit',
    scope: 'units',
    body: schemas.unit,
    answer: schemas.createdUnit,
    examples: {
      body: {
        name: example.name,
        outwardName: example.outwardName,
        functionAddress: example.functionAddress,
      },
      answer: { id: example.id },
    },
    problems: ['forbidden', 'already_exists', 'invalid', 'email_invalid'],
    run: async ({ ctx, actor, body }) => ({
      value: { id: await createUnit(ctx, managingSystem(actor), body) },
    }),
  }),

  operation({
    method: 'get',
    path: '/units/{id}',
    id: 'getUnit',
    summary: 'One unit',
    scope: 'units',
    answer: schemas.shownUnit,
    examples: { answer: example },
    problems: ['forbidden', 'not_found'],
    run: async ({ ctx, id }) => ({ value: shown(await findUnit(ctx.db, id)) }),
  }),

  operation({
    method: 'put',
    path: '/units/{id}',
    id: 'changeUnit',
    summary: 'Change a unit',
    description: 'What is left out is taken away. Units cannot be deleted: messages belong to them.',
    scope: 'units',
    body: schemas.unitChange,
    answer: schemas.shownUnit,
    examples: {
      body: { version: 1, name: example.name, outwardName: example.outwardName },
      answer: { ...example, version: 2 },
    },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'already_exists', 'invalid', 'email_invalid'],
    async run({ ctx, actor, id, body }) {
      await changeUnit(ctx, managingSystem(actor), id, body);
      return { value: shown(await findUnit(ctx.db, id)) };
    },
  }),
];
