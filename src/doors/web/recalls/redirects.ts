import type { Request, RequestHandler, Response } from 'express';
import type { RecallProblem, RedirectPage, RightPersonForm } from '../../../../views/models/recalls.ts';
import { messageOf } from '../../../delivery/message-access.ts';
import { recallWordsLength } from '../../../delivery/recall-message.ts';
import { redirectDelivery } from '../../../delivery/redirect-delivery.ts';
import { showMessage } from '../../../delivery/show-message.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { personOf, signedIn, type StaffHandler, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { draftOf, named, nobody, problemOf, rightPersonOf } from './recall-form.ts';

/** `GET /desk/deliveries/{id}/redirects`. */
export const showRedirect = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    orToMessage((request, response, staff) =>
      show(options, request, response, staff, { words: '', to: nobody(options.ctx) }, null),
    ),
  );

/** `POST /desk/deliveries/{id}/redirects`: recalls it where that was not done, and sends it to the right person. */
export const postRedirect = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    orToMessage(async (request, response, staff) => {
      const { ctx } = options;
      const delivery = param(request, 'id');
      const viewer = viewerOf(staff);
      const form = { words: field(request, 'words').toWellFormed(), to: rightPersonOf(ctx, request) };
      const message = await messageOf(ctx, viewer, delivery);
      try {
        await redirectDelivery(ctx, viewer, { message, delivery, to: draftOf(form.to), words: form.words });
      } catch (error) {
        return show(options, request, response, staff, form, problemOf(error));
      }
      response.redirect(303, `/desk/messages/${message}/verdict?done=redirected`);
    }),
  );

/** Where a reason is needed, the message's page asks for it. */
const orToMessage =
  (handler: StaffHandler): StaffHandler =>
  async (request, response, staff) => {
    try {
      await handler(request, response, staff);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'reason_needed') throw error;
      response.redirect(303, `/desk/messages/${error.facts.message}`);
    }
  };

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { words, to }: { words: string; to: RightPersonForm },
  problem: RecallProblem | null,
): Promise<void> {
  const delivery = param(request, 'id');
  const viewer = viewerOf(staff);
  const { id, sentAt, deliveries } = await showMessage(ctx, viewer, await messageOf(ctx, viewer, delivery));
  const wrong = deliveries.find((each) => each.id === delivery);
  if (!wrong) throw new Refusal('not_found');
  const model: RedirectPage = {
    person: personOf(staff),
    id,
    sentAt,
    wrong: named(wrong),
    words,
    most: recallWordsLength,
    to,
    problem,
  };
  const status = problem ? 422 : 200;
  const path = `/desk/deliveries/${delivery}/redirects`;
  sendPage(ctx, request, response, 'desk-redirect', model, { status, path });
}
