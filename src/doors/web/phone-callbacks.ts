import express, { type Request, type RequestHandler, type Router } from 'express';
import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
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
    }
    response.status(204).end();
  };

  const greeting: RequestHandler = async (request, response) => {
    const attempt = param(request, 'attempt');
    const call = await findCall(ctx, attempt);
    if (!call) return void response.status(404).end();
    const { language, code } = call;
    const digits = `${ctx.settings.url}/calls/${attempt}/digits`;
    response.type('text/xml').end(code ? provider.greeting(language, digits) : provider.ended(language));
  };
  const reading: RequestHandler = async (request, response) => {
    const call = await findCall(ctx, param(request, 'attempt'));
    if (!call) return void response.status(404).end();
    const { language, code } = call;
    response.type('text/xml').end(code ? provider.reading(language, code) : provider.ended(language));
  };

  router.post('/sms/:attempt', form, signed, status);
  router.post('/calls/:attempt/status', form, signed, status);
  router.post('/calls/:attempt', form, signed, greeting);
  router.post('/calls/:attempt/digits', form, signed, reading);
  return router;
}
