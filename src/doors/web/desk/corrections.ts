import type { RequestHandler } from 'express';
import { correctPhone } from '../../../delivery/correct-phone.ts';
import { messageOf } from '../../../delivery/message-access.ts';
import { chosenVerifications } from '../../../message/phone-verifications.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { addressOf } from './actions.ts';
import { sendMessagePage } from './messages.ts';
import { signedIn, viewerOf } from './signed-in.ts';

/** `POST /desk/deliveries/<id>/corrections`: gives a delivery another number. What is refused is shown again, as it was typed. */
export const postCorrection = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const delivery = param(request, 'id');
    const viewer = viewerOf(staff);
    const how = chosenVerifications.find((each) => each === field(request, 'verified')) ?? null;
    const typed = { delivery, phone: field(request, 'phone'), how, words: field(request, 'words') };
    let message = '';
    try {
      message = await messageOf(ctx, viewer, delivery);
      if (!how) throw new Refusal('invalid', undefined, { field: 'words' });
      await correctPhone(ctx, viewer, delivery, typed.phone, { how, words: typed.words });
      response.redirect(303, `/desk/messages/${message}?done=corrected`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
      if (error.code === 'reason_needed') {
        response.redirect(303, addressOf(message || String(error.facts.message), error));
        return;
      }
      await sendMessagePage(options, request, response, staff, message, {
        error: error.code === 'invalid' ? 'verification_needed' : error.code,
        typed: { ...typed, wrong: error.code === 'phone_invalid' ? 'phone' : how ? 'words' : 'how' },
      });
    }
  });
