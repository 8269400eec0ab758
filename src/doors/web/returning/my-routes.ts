import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { passkeyErrors } from '../passkey-errors.ts';
import { smallForm, smallJson } from '../small-form.ts';
import { getMy, postMyChallenge, postMyOpening, postMySignIn, postMySignOut } from './my.ts';

/** `/my`: all that stands for somebody who has proved an address and a number. */
export function myRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 5);
  const errors = passkeyErrors(options, ({ returning }) => returning.errors);
  router.get('/', getMy(options));
  router.post('/challenges', smallJson('4kb'), postMyChallenge(options), errors);
  router.post('/sign-ins', form, postMySignIn(options));
  router.post('/openings', form, postMyOpening(options));
  router.post('/sign-out', form, postMySignOut(options));
  return router;
}
