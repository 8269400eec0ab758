import type { Request, Response } from 'express';
import type { Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { signWithPasskey } from '../../../delivery/returning/sign-by-passkey.ts';
import type { WebOptions } from '../options.ts';
import { clientOf } from '../page.ts';
import { assertionAnswer, credentialIn } from '../passkey-answers.ts';
import { noteCopy } from '../passkey-errors.ts';
import { basePath } from './landing.ts';

/**
 * `POST /m/<token>/acknowledgements` with `method=passkey` and `credential`, which answers a challenge of
 * `POST /m/<token>/acknowledgements/challenges`. Refuses passkey_invalid, and as `acknowledge`.
 */
export async function signByPasskey(
  { ctx, log }: WebOptions,
  request: Request,
  response: Response,
  signing: Signing,
): Promise<void> {
  try {
    await signWithPasskey(ctx, signing, credentialIn(request, assertionAnswer), clientOf(request));
  } catch (error) {
    noteCopy(log, request, error);
    throw error;
  }
  response.redirect(303, basePath(request));
}
