import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { passkeyErrors } from '../passkey-errors.ts';
import { smallForm, smallJson } from '../small-form.ts';
import { postChallenge, postPasskey, postPasskeyProof, postPasskeySignIn } from './passkey-ceremonies.ts';
import { postRemoval, postRenaming, showPasskey } from './passkey-page.ts';

/** Passkeys: adding, removing, signing in and stepping up with them. */
export function passkeyRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 10);
  router.use('/passkeys', ceremonies(options));
  router.get('/passkeys/:id', showPasskey(options));
  router.post('/passkeys/:id/renamings', form, postRenaming(options));
  router.post('/passkeys/:id/removals', form, postRemoval(options));
  return router;
}

/** What passkey.js posts as JSON, and is answered in JSON. */
function ceremonies(options: WebOptions): Router {
  const router = express.Router();
  const json = smallJson('32kb');
  router.post('/', json, postPasskey(options));
  router.post('/challenges', json, postChallenge(options));
  router.post('/sign-ins', json, postPasskeySignIn(options));
  router.post('/proofs', json, postPasskeyProof(options));
  const onward = { proof_too_old: '/desk/step-up?next=/desk/account', unauthenticated: '/desk/sign-in' };
  router.use(passkeyErrors(options, ({ passkeys }) => passkeys.errors, onward));
  return router;
}
