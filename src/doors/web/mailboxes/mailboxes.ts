import type { Request, RequestHandler, Response } from 'express';
import type { NewMailboxPage } from '../../../../views/models/mailboxes.ts';
import { createMailbox } from '../../../desk/mailboxes/create-mailbox.ts';
import { listMailboxes } from '../../../desk/mailboxes/find-mailbox.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { keeperOf, placeOf, placesOf, statusOf, usualPlace } from '../administration/contact-places.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';

export const showMailboxes = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const mailboxes = await listMailboxes(options.ctx.db, keeperOf(staff));
    sendPage(options.ctx, request, response, 'desk-mailboxes', {
      person: personOf(staff),
      rows: mailboxes.map(({ id, address, name, unitName, members }) => ({
        href: `/desk/mailboxes/${id}`,
        address,
        name,
        unit: unitName,
        members: members.length,
      })),
      done: request.query.done === 'deleted',
    });
  });

export const showNewMailbox = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', (request, response, staff) =>
    show(options, request, response, staff, null, null),
  );

export const postMailbox = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const form = {
      address: field(request, 'address').slice(0, 254).toWellFormed(),
      name: field(request, 'name').slice(0, 300).toWellFormed(),
      unit: field(request, 'unit'),
    };
    const unit = placeOf(form.unit);
    let id: string;
    try {
      if (unit === undefined) throw new Refusal('invalid', 'Choose a unit.', { field: 'unit' });
      id = await createMailbox(options.ctx, keeperOf(staff), { ...form, unit });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return show(options, request, response, staff, form, error.code);
    }
    response.redirect(303, `/desk/mailboxes/${id}?done=added`);
  });

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  form: NewMailboxPage['form'] | null,
  error: NewMailboxPage['error'],
): Promise<void> {
  const keeper = keeperOf(staff);
  const places = await placesOf(ctx, keeper);
  const empty = { address: '', name: '', unit: usualPlace(keeper, staff, places) };
  const model = { person: personOf(staff), ...places, form: form ?? empty, error };
  const status = error ? statusOf(error) : 200;
  sendPage(ctx, request, response, 'desk-mailbox-new', model, { status, path: '/desk/mailboxes/new' });
}
