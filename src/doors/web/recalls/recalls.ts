import type { Request, RequestHandler, Response } from 'express';
import type { RecallPage, RecallProblem } from '../../../../views/models/recalls.ts';
import type { Context } from '../../../delivery/context.ts';
import { backupsDeadAt } from '../../../delivery/dead-until.ts';
import { recallMessage, recallWordsLength } from '../../../delivery/recall-message.ts';
import { redirectDelivery } from '../../../delivery/redirect-delivery.ts';
import { type DeliveryOverview, type MessageOverview, showMessage } from '../../../delivery/show-message.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal, Unavailable } from '../../../message/refusals.ts';
import { personOf, signedIn, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import {
  draftOf,
  isRedirect,
  named,
  nobody,
  problemOf,
  type RecallForm,
  recallFormOf,
} from './recall-form.ts';
import { mayRecall, wasUnsealed } from './recall-offer.ts';

/** `GET /desk/messages/{id}/recalls`; with `delivery`, that one alone is ticked. */
export const showRecall = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { delivery } = request.query;
    const form = { all: typeof delivery !== 'string', chosen: [String(delivery)], reason: '', words: '' };
    await show(options, request, response, staff, { ...form, to: nobody(options.ctx), reason: '' }, null);
  });

/** `POST /desk/messages/{id}/recalls`: recalls, and sends to somebody else where one is named. */
export const postRecall = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    const form = recallFormOf(ctx, request);
    const { chosen, all, reason, words, to } = form;
    const problem = missingIn(form);
    if (problem) return show(options, request, response, staff, form, problem);
    try {
      if (isRedirect(to)) {
        await redirectDelivery(ctx, viewer, { message: id, delivery: chosen[0]!, to: draftOf(to), words });
      } else if (reason !== '') {
        await recallMessage(ctx, viewer, {
          message: id,
          deliveries: all ? undefined : chosen,
          reason,
          words,
        });
      }
    } catch (error) {
      return show(options, request, response, staff, form, problemOf(error));
    }
    response.redirect(303, `/desk/messages/${id}/verdict?done=${isRedirect(to) ? 'redirected' : 'recalled'}`);
  });

function missingIn({ chosen, all, reason, to }: RecallForm): RecallProblem | null {
  if (!all && chosen.length === 0) return 'recipients';
  if (isRedirect(to)) {
    if (all || chosen.length !== 1) return 'one';
    if (reason !== '' && reason !== 'wrong_recipient') return 'redirect_reason';
    return to.email === '' ? 'email_invalid' : null;
  }
  return reason === '' ? 'reason' : null;
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { all, chosen, reason, words, to }: RecallForm,
  problem: RecallProblem | null,
): Promise<void> {
  const id = param(request, 'id');
  let message: MessageOverview;
  try {
    message = await showMessage(ctx, viewerOf(staff), id);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.code !== 'reason_needed') throw refusal;
    // The message's page asks for it.
    return response.redirect(303, `/desk/messages/${id}`);
  }
  const { deliveries, from, sentAt } = message;
  const recipients = deliveries.filter(mayRecall);
  const model: RecallPage = {
    person: personOf(staff),
    id,
    from,
    sentAt,
    recipients: recipients.map(named),
    ended: deliveries
      .filter((each) => !mayRecall(each))
      .map((each) => ({ ...named(each), why: whyOf(each) })),
    chosen: all ? recipients.map((each) => each.id) : chosen,
    reason,
    words,
    most: recallWordsLength,
    to,
    deadAt: await deadAt(ctx),
    problem,
  };
  const status = problem ? 422 : 200;
  sendPage(ctx, request, response, 'desk-recall', model, { status, path: `/desk/messages/${id}/recalls` });
}

const whyOf = (delivery: DeliveryOverview) =>
  delivery.status === 'recalled' ? 'recalled' : wasUnsealed(delivery) ? 'relayed' : 'ended';

async function deadAt(ctx: Context): Promise<string | null> {
  try {
    return await backupsDeadAt(ctx);
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}
