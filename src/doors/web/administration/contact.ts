import type { Request, RequestHandler, Response } from 'express';
import { contactDone, type ContactPage } from '../../../../views/models/contacts.ts';
import { changeContact } from '../../../desk/contacts/change-contact.ts';
import type { Contact, ContactDraft } from '../../../desk/contacts/contact.ts';
import { shownIdentity } from '../../../desk/contacts/contact-identity.ts';
import { createContact } from '../../../desk/contacts/create-contact.ts';
import { deleteContact } from '../../../desk/contacts/delete-contact.ts';
import { findContact } from '../../../desk/contacts/find-contact.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isLanguage } from '../../../message/languages.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { keeperOf, placeOf, placesOf, placeValue, statusOf, usualPlace } from './contact-places.ts';
import { lineOf } from './contacts.ts';
import { historyModel } from './history.ts';

type Form = ContactPage['form'];
type ContactError = NonNullable<ContactPage['error']>;
type State = Partial<Pick<ContactPage, 'done' | 'error' | 'now'>>;

export const showNewContact = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', (request, response, staff) =>
    sendForm(options, request, response, staff, { id: null, form: null }),
  );

export const postContact = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const form = read(request);
    try {
      const id = await createContact(options.ctx, keeperOf(staff), draftOf(form));
      response.redirect(303, `/desk/contacts/${id}?done=added`);
    } catch (error) {
      await sendForm(options, request, response, staff, { id: null, form, error: codeOf(error) });
    }
  });

export const showContact = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const contact = await findContact(options.ctx.db, keeperOf(staff), param(request, 'id'));
    const done = contactDone.find((each) => each === request.query.done) ?? null;
    await sendForm(options, request, response, staff, { id: contact.id, form: formOf(contact), done });
  });

export const postContactChange = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    const form = read(request);
    try {
      const change = { ...draftOf(form), version: form.version };
      await changeContact(options.ctx, keeperOf(staff), id, change);
      response.redirect(303, `/desk/contacts/${id}?done=changed`);
    } catch (error) {
      await sendBack(options, request, response, staff, id, form, codeOf(error));
    }
  });

export const postDeletion = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const [keeper, id] = [keeperOf(staff), param(request, 'id')];
    try {
      const event = await deleteContact(options.ctx, keeper, id, Number(field(request, 'version')));
      response.redirect(303, `/desk/contacts?deleted=${event}`);
    } catch (error) {
      const code = codeOf(error);
      const form = formOf(await findContact(options.ctx.db, keeper, id));
      await sendForm(options, request, response, staff, { id, form, error: code });
    }
  });

/** What was typed, beside how the contact stands where that is why it came back. */
async function sendBack(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  id: string,
  form: Form,
  error: ContactError,
): Promise<void> {
  const stands = await findContact(options.ctx.db, keeperOf(staff), id);
  const isConflict = error === 'changed_meanwhile';
  await sendForm(options, request, response, staff, {
    id,
    form: isConflict ? { ...form, version: stands.version } : form,
    now: isConflict ? lineOf(stands) : null,
    error,
  });
}

async function sendForm(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { id, form, done = null, error = null, now = null }: { id: string | null; form: Form | null } & State,
): Promise<void> {
  const keeper = keeperOf(staff);
  const [places, history, maskedIdentity] = await Promise.all([
    placesOf(ctx, keeper),
    id === null ? null : historyModel(ctx, id.toLowerCase()),
    id === null ? null : shownIdentity(ctx, id),
  ]);
  const empty = { ...noContact, unit: usualPlace(keeper, staff, places) };
  const eid = ctx.settings.eid ?? null;
  const model = {
    person: personOf(staff),
    ...places,
    id,
    form: form ?? empty,
    eid,
    maskedIdentity,
    now,
    done,
    error,
    history,
  };
  const path = id === null ? '/desk/contacts/new' : `/desk/contacts/${id}`;
  sendPage(ctx, request, response, 'desk-contact', model, { status: statusFor(error), path });
}

/** What is kept is never shown whole, so the field is empty, and stays so where nothing changes. */
const noIdentity = { identity: '', removesIdentity: false } as const;

const noContact: Omit<Form, 'unit'> = {
  version: 0,
  email: '',
  name: '',
  phone: '',
  language: '',
  ...noIdentity,
};

function read(request: Request): Form {
  const language = field(request, 'language');
  return {
    version: Number(field(request, 'version')),
    email: field(request, 'email'),
    name: field(request, 'name'),
    phone: field(request, 'phone'),
    language: isLanguage(language) ? language : '',
    unit: field(request, 'unit'),
    identity: field(request, 'identity').slice(0, 100),
    removesIdentity: field(request, 'removesIdentity') === 'yes',
  };
}

function draftOf({ email, name, phone, language, unit, identity, removesIdentity }: Form): ContactDraft {
  const place = placeOf(unit);
  if (place === undefined) throw new Refusal('invalid', 'Choose a unit.', { field: 'unit' });
  return {
    email,
    name,
    phone,
    language: language || undefined,
    unit: place,
    identity: identity.trim() ? identity : removesIdentity ? null : undefined,
  };
}

const formOf = ({ version, email, name, phone, language, unit }: Contact): Form => ({
  version,
  email,
  name: name ?? '',
  phone: phone ?? '',
  language: language ?? '',
  unit: placeValue(unit),
  ...noIdentity,
});

const statusFor = (error: ContactError | null): number =>
  error === null ? 200 : error === 'identity_invalid' ? 422 : statusOf(error);

/** What a page can tell; a contact that is gone, or was never the reader's, has no page. */
function codeOf(error: unknown): ContactError {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
  return error.facts.field === 'identity' ? 'identity_invalid' : error.code;
}
