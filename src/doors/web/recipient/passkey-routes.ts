import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { passkeyErrors } from '../passkey-errors.ts';
import { smallForm, smallJson } from '../small-form.ts';
import { postPasskeyChallenge, postSigningChallenge } from './passkey-challenges.ts';
import { getOwnPasskeys, postOwnPasskey, postPasskeyRemoval, postPasskeyRenaming } from './passkeys.ts';
import { headDelivery } from './show.ts';

/** Passkeys of recipients: added after a code, used instead of one, removed. */
export function recipientPasskeyRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('32kb', 10);
  const json = smallJson('4kb');
  const errors = passkeyErrors(options, ({ returning }) => returning.errors);
  router.post('/:token/passkeys/challenges', json, postPasskeyChallenge(options), errors);
  router.post('/:token/acknowledgements/challenges', json, postSigningChallenge(options), errors);
  router.head('/:token/passkeys', headDelivery(options));
  router.get('/:token/passkeys', getOwnPasskeys(options));
  router.post('/:token/passkeys', form, postOwnPasskey(options));
  router.post('/:token/passkeys/:id/renamings', form, postPasskeyRenaming(options));
  router.post('/:token/passkeys/:id/removals', form, postPasskeyRemoval(options));
  return router;
}
