import type { ErrorRequestHandler, Request } from 'express';
import { z } from 'zod';
import { texts } from '../../../../views/languages/index.ts';
import { CounterWentBack } from '../../../delivery/passkeys/check-assertion.ts';
import { passkeyPurposes } from '../../../desk/account/passkey-challenges.ts';
import { Refusal, type RefusalCode, refusalCodes } from '../../../message/refusals.ts';
import { routeOf } from '../errors.ts';
import type { WebOptions } from '../options.ts';
import { languageOf } from '../page.ts';
import { assertionAnswer, registrationAnswer } from '../passkey-answers.ts';

const path = z.string().optional();

export const challengeAsked = z.object({ purpose: z.enum(passkeyPurposes) });

/** What somebody calls the passkey that a browser made. */
export const registration = z.object({ name: z.string(), credential: registrationAnswer });

/** What a passkey signed, and where the person was going. */
export const assertion = z.object({ next: path, credential: assertionAnswer });

/** What a request's body says. Refuses malformed. */
export function read<Shape extends z.ZodType>(shape: Shape, { body }: Request): z.infer<Shape> {
  const { success, data } = shape.safeParse(body);
  if (!success) throw new Refusal('malformed');
  return data;
}

/** Tells our script why not, in the language of its page: `{ code, sentence, location }`, the last where there is a way on. */
export const passkeyErrors =
  ({ ctx, log }: WebOptions): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (error instanceof CounterWentBack) log.failure({ reference: '', route: routeOf(request), error });
    const code = codeOf(error);
    if (!code || response.headersSent) return next(error);
    const { passkeys, refusals } = texts[languageOf(ctx, request, response)];
    const own: Partial<Record<RefusalCode, string>> = passkeys.errors;
    response
      .status(refusalCodes[code].http)
      .set('Cache-Control', 'no-store')
      .json({
        code,
        sentence: own[code] ?? refusals[code],
        ...(code === 'proof_too_old' ? { location: '/desk/step-up?next=/desk/account' } : {}),
        ...(code === 'unauthenticated' ? { location: '/desk/sign-in' } : {}),
      });
  };

function codeOf(error: unknown): RefusalCode | undefined {
  if (error instanceof Refusal) return error.code;
  // Errors of the JSON parser carry a status of their own.
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return 'too_large';
  return status === 400 || status === 415 ? 'malformed' : undefined;
}
