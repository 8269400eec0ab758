import type { ErrorRequestHandler, Request } from 'express';
import { type Texts, texts } from '../../../views/languages/index.ts';
import { CounterWentBack } from '../../delivery/passkeys/check-assertion.ts';
import { isLanguage } from '../../message/languages.ts';
import { Refusal, type RefusalCode, refusalCodes } from '../../message/refusals.ts';
import { routeOf } from './errors.ts';
import type { WebLog, WebOptions } from './options.ts';
import { languageOf } from './page.ts';

type By<Value> = Partial<Record<RefusalCode, Value>>;

/**
 * Tells passkey.js why not, in the language of its page: `{ code, sentence, location }`, the last where there is a way on.
 * `sentencesOf`: where a refusal means something of its own here.
 */
export const passkeyErrors =
  (
    { ctx, log }: WebOptions,
    sentencesOf: (t: Texts) => By<string>,
    locations: By<string> = {},
  ): ErrorRequestHandler =>
  (error, request, response, next) => {
    noteCopy(log, request, error);
    const code = codeOf(error);
    if (!code || response.headersSent) return next(error);
    const shown = (request.body as { language?: unknown } | undefined)?.language;
    const t = texts[isLanguage(shown) ? shown : languageOf(ctx, request, response)];
    const location = locations[code];
    response
      .status(refusalCodes[code].http)
      .set('Cache-Control', 'no-store')
      .json({ code, sentence: sentencesOf(t)[code] ?? t.refusals[code], ...(location ? { location } : {}) });
  };

/** A passkey has a copy somewhere: whoever keeps the logs should know. */
export function noteCopy(log: WebLog, request: Request, error: unknown): void {
  if (error instanceof CounterWentBack) log.failure({ reference: '', route: routeOf(request), error });
}

function codeOf(error: unknown): RefusalCode | undefined {
  if (error instanceof Refusal) return error.code;
  // Errors of the JSON parser carry a status of their own.
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return 'too_large';
  return status === 400 || status === 415 ? 'malformed' : undefined;
}
