import type { Request, RequestHandler, Response } from 'express';
import type { ContactLine, ContactsPage } from '../../../../views/models/contacts.ts';
import type { Contact } from '../../../desk/contacts/contact.ts';
import { listContacts } from '../../../desk/contacts/list-contacts.ts';
import { restoreContact } from '../../../desk/contacts/restore-contact.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { keeperOf, placeOf, placesOf, statusOf } from './contact-places.ts';

const onPage = 50;

interface Asked {
  readonly search: string;
  /** Id of a unit, `*` for the whole organisation, empty for all. */
  readonly unit: string;
  readonly after: string;
}

type State = Partial<Pick<ContactsPage, 'deleted' | 'error'>>;

const read = (value: (name: string) => unknown): Asked => {
  const text = (name: string) => {
    const given = value(name);
    return typeof given === 'string' ? given : '';
  };
  return {
    search: text('search').slice(0, 254).toWellFormed(),
    unit: placeOf(text('unit')) === undefined ? '' : text('unit'),
    after: isUuid(text('after')) ? text('after') : '',
  };
};

/** What can stand in an address: everything but the words that are looked for. */
const addressOf = ({ unit, after }: Pick<Asked, 'unit' | 'after'>): string => {
  const given = new URLSearchParams({ ...(unit ? { unit } : {}), ...(after ? { after } : {}) });
  return given.size > 0 ? `/desk/contacts?${given}` : '/desk/contacts';
};

export const showContacts = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const { deleted } = request.query;
    const asked = { ...read((name) => request.query[name]), search: '' };
    const event = typeof deleted === 'string' && isUuid(deleted) ? deleted : null;
    await sendContacts(options, request, response, staff, asked, { deleted: event });
  });

export const postContactSearch = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const asked = read((name) => field(request, name));
    if (!asked.search.trim()) return response.redirect(303, addressOf(asked));
    await sendContacts(options, request, response, staff, asked);
  });

export const postRestoration = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    try {
      const id = await restoreContact(options.ctx, keeperOf(staff), field(request, 'event'));
      response.redirect(303, `/desk/contacts/${id}?done=restored`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'already_exists') throw error;
      const all = { search: '', unit: '', after: '' };
      await sendContacts(options, request, response, staff, all, { error: error.code });
    }
  });

async function sendContacts(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { after, ...filter }: Asked,
  { deleted = null, error = null }: State = {},
): Promise<void> {
  const keeper = keeperOf(staff);
  const [places, { contacts, next }] = await Promise.all([
    placesOf(ctx, keeper),
    listContacts(ctx, keeper, {
      words: filter.search,
      unit: placeOf(filter.unit),
      after: after || undefined,
      limit: onPage,
    }),
  ]);
  const goesOn = (from: string) =>
    filter.search ? { after: from } : { href: addressOf({ unit: filter.unit, after: from }) };
  const model = {
    person: personOf(staff),
    ...places,
    rows: contacts.map((contact) => ({ href: `/desk/contacts/${contact.id}`, ...lineOf(contact) })),
    filter,
    next: next ? goesOn(next) : null,
    deleted,
    error,
  };
  const path = addressOf({ unit: filter.unit, after });
  sendPage(ctx, request, response, 'desk-contacts', model, { status: error ? statusOf(error) : 200, path });
}

export const lineOf = ({ email, name, phone, language, unitName }: Contact): Omit<ContactLine, 'href'> => ({
  email,
  name,
  phone,
  language,
  unit: unitName,
});
