import type { RequestHandler } from 'express';
import { requestCode } from '../../../delivery/request-code.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `POST /m/<token>/codes` with `via` and `for`: sends a code and leads back to the page that takes it. */
export const postCode =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    const via = field(request, 'via') || 'sms';
    const purpose = field(request, 'for') || 'opening';
    if ((via !== 'sms' && via !== 'call') || purpose !== 'opening') {
      throw new Refusal('invalid', 'A code goes by sms or call, for opening.');
    }
    try {
      await requestCode(ctx, delivery, via, purpose, clientOf(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'budget_spent') {
        const minutes = Number(error.facts.minutes);
        response.set('Retry-After', String(minutes * 60));
        return showLanding(ctx, request, response, delivery, {
          status: 429,
          error: { kind: 'budget', minutes },
        });
      }
      if (error.code === 'invalid') {
        return showLanding(ctx, request, response, delivery, { status: 422, error: { kind: 'landline' } });
      }
      if (error.code === 'no_phone') return showLanding(ctx, request, response, delivery, { status: 422 });
      if (error.code === 'gone') return showLanding(ctx, request, response, delivery);
      throw error;
    }
    response.redirect(303, basePath(request));
  };
