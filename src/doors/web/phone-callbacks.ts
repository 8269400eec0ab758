import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { findRing, recordRingOutcome } from '../../delivery/ladder/record-ring.ts';
import { findCall, recordCodeOutcome } from '../../delivery/record-code-outcome.ts';
import type { PhoneProvider } from './options.ts';
import { param } from './page.ts';
import { smallForm } from './small-form.ts';

/** What the telephone provider asks and reports. Every request is signed, over its whole address and fields. */
export function phoneCallbacks(ctx: Context, provider: PhoneProvider): Router {
  const router = express.Router();
  const form = smallForm('16kb', 100);
  const fields = (request: Request) => (request.body ?? {}) as Record<string, string>;

  const signed: RequestHandler = (request, response, next) => {
    const genuine =
      isUuid(param(request, 'attempt')) &&
      provider.verify(
        request.get('X-Twilio-Signature'),
        `${ctx.settings.url}${request.originalUrl}`,
        fields(request),
      );
    if (genuine) return next();
    response.status(403).type('text/plain').end('The signature is not right.\n');
  };
  const status: RequestHandler = async (request, response) => {
    const attempt = param(request, 'attempt');
    const report = provider.status(attempt, fields(request));
    if (report) {
      const providerCode = report.providerCode?.replace(/[^\w-]/g, '').slice(0, 40);
      await recordCodeOutcome(ctx, attempt, report.outcome, providerCode);
      await recordRingOutcome(ctx, attempt, report.outcome, providerCode);
    }
    response.status(204).end();
  };

  const greeting: RequestHandler = async (request, response) => {
    const attempt = param(request, 'attempt');
    const digits = `${ctx.settings.url}/calls/${attempt}/digits`;
    const [call, ring] = await called(ctx, attempt);
    if (call) {
      const { language, code } = call;
      say(response, code ? provider.greeting(language, digits) : provider.ended(language));
    } else if (ring) {
      const { language, reference } = ring;
      say(response, reference ? provider.waiting(language, digits) : provider.waitingOver(language));
    } else response.status(404).end();
  };
  const reading: RequestHandler = async (request, response) => {
    const [call, ring] = await called(ctx, param(request, 'attempt'));
    if (call) {
      const { language, code } = call;
      say(response, code ? provider.reading(language, code) : provider.ended(language));
    } else if (ring) {
      const { language, reference } = ring;
      say(response, reference ? provider.waitingSaid(language, reference) : provider.waitingOver(language));
    } else response.status(404).end();
  };

  router.post('/sms/:attempt', form, signed, status);
  router.post('/calls/:attempt/status', form, signed, status);
  router.post('/calls/:attempt', form, signed, greeting);
  router.post('/calls/:attempt/digits', form, signed, reading);
  return router;
}

const say = (response: Response, twiml: string) => void response.type('text/xml').end(twiml);

/** A call with a code, or else one that says that a message waits. */
async function called(ctx: Context, attempt: string) {
  const call = await findCall(ctx, attempt);
  return [call, call ? undefined : await findRing(ctx, attempt)] as const;
}
