import type { Request, RequestHandler, Response } from 'express';
import { type PeopleFilter, type PeopleState, peopleStates } from '../../../../views/models/people.ts';
import { listPeople } from '../../../desk/people/list-people.ts';
import { listUnits } from '../../../desk/people/units.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isUuid } from '../../../message/ids.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { managedUnits, managerOf, rolesShown } from './people-shown.ts';

const onPage = 50;

interface Asked extends PeopleFilter {
  readonly after: string;
}

const read = (value: (name: string) => unknown): Asked => {
  const text = (name: string) => {
    const given = value(name);
    return typeof given === 'string' ? given : '';
  };
  return {
    search: text('search').slice(0, 254).toWellFormed(),
    unit: isUuid(text('unit')) ? text('unit') : '',
    state: peopleStates.find((each) => each === text('state')) ?? 'active',
    after: isUuid(text('after')) ? text('after') : '',
  };
};

/** What can stand in an address: everything but the words that are looked for. */
const addressOf = ({ unit, state, after }: Omit<Asked, 'search'>): string => {
  const given = new URLSearchParams({
    ...(unit ? { unit } : {}),
    ...(state === 'active' ? {} : { state }),
    ...(after ? { after } : {}),
  });
  return given.size > 0 ? `/desk/people?${given}` : '/desk/people';
};

export const showPeople = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', (request, response, staff) =>
    sendPeople(options, request, response, staff, {
      ...read((name) => request.query[name]),
      search: '',
    }),
  );

export const postSearch = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const asked = read((name) => field(request, name));
    if (!asked.search.trim()) return response.redirect(303, addressOf(asked));
    await sendPeople(options, request, response, staff, asked);
  });

async function sendPeople(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { after, ...filter }: Asked,
): Promise<void> {
  const [units, all, { people, next }] = await Promise.all([
    managedUnits(ctx, staff),
    listUnits(ctx),
    listPeople(ctx, managerOf(staff), {
      search: filter.search,
      unit: filter.unit || undefined,
      state: stateOf[filter.state],
      after: after || undefined,
      limit: onPage,
    }),
  ]);
  const goesOn = (from: string) =>
    filter.search ? { after: from } : { href: addressOf({ ...filter, after: from }) };
  sendPage(
    ctx,
    request,
    response,
    'desk-people',
    {
      person: personOf(staff),
      rows: people.map(({ id, name, email, grants, unitName, signsIn, deactivatedAt }) => ({
        href: `/desk/people/${id}`,
        name,
        email,
        roles: rolesShown(grants, all),
        unit: unitName,
        signsIn,
        isActive: deactivatedAt === null,
      })),
      units: units.map(({ id, name }) => ({ id, name })),
      filter,
      next: next ? goesOn(next) : null,
    },
    { path: addressOf({ ...filter, after }) },
  );
}

const stateOf: Readonly<Record<PeopleState, 'active' | 'deactivated' | undefined>> = {
  active: 'active',
  deactivated: 'deactivated',
  all: undefined,
};
